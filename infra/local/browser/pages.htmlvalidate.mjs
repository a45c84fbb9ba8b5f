// What html-validate holds every page to.
export default {
	root: true,
	extends: ["html-validate:recommended", "html-validate:a11y"],
	rules: {
		// The presets leave out an input that nothing labels.
		"input-missing-label": "error",
		"doctype-style": ["error", { style: "lowercase" }],
		// A title names its page, the event included; search engines cut it, and people do not.
		"long-title": "off",
	},
};
