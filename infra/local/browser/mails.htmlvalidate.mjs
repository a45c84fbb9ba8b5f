import pages from "./pages.htmlvalidate.mjs";

// What html-validate holds every mail to.
export default {
	...pages,
	rules: {
		...pages.rules,
		// Some mail programs drop style sheets, and lay out by tables and their attributes alone.
		"no-inline-style": "off",
		"no-deprecated-attr": "off",
		"prefer-tbody": "off",
	},
};
