// What html-validate holds every page to.
export default {
	root: true,
	extends: ["html-validate:recommended", "html-validate:a11y"],
	rules: {
		// Boxes of one condition of the list share its name: what is ticked is a set.
		"form-dup-name": ["error", { shared: ["radio", "checkbox", "submit", "button", "reset"] }],
		// The presets leave out an input that nothing labels.
		"input-missing-label": "error",
		"doctype-style": ["error", { style: "lowercase" }],
		// A title names its page, the event included; search engines cut it, and people do not.
		"long-title": "off",
	},
};
