// Builds the stylesheet: node .tools/style.mjs templates/style/tribune.scss OUT.css
import { writeFileSync } from "node:fs";
import { Features, transform } from "lightningcss";
import { compile } from "sass";

const [source, out] = process.argv.slice(2);
const version = (major, minor = 0) => (major << 16) | (minor << 8);

const { css } = compile(source);
const { code, warnings } = transform({
  filename: source,
  code: Buffer.from(css),
  minify: true,
  // The oldest that know logical sides. Android 5 ends with Chrome 95.
  targets: { chrome: version(88), firefox: version(78), ios_saf: version(14, 5), safari: version(14, 1) },
  // Lowered, logical sides would stand twice, and colours in two schemes.
  exclude: Features.LogicalProperties | Features.DirSelector | Features.LangSelectorList | Features.LightDark,
});
if (warnings.length > 0) throw new Error(warnings.map((w) => w.message).join("\n"));
writeFileSync(out, `${code}\n`);
