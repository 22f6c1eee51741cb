#!/usr/bin/env bash
# DOMPurify silently drops a whole style sheet for one "<" before a letter or a digit.
#
# Valid CSS contains it: in the syntax of a registered property (`syntax: "<length>"`), a range in a
# media or container query without a space (`(width <600px)`), even a comment. With a space after
# the sign, or with "<=", the same sheet is kept. Streamlit's st.html passes a style sheet through
# DOMPurify (3.4.17 in Streamlit 1.67.0), so one comment can remove the style of a whole page.
# Found with DOMPurify 3.5.0 and jsdom 26.1.0 on Node 20. Needs node and npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-save dompurify@3.5.0 jsdom@26.1.0 >/dev/null
cat >look.mjs <<'JS'
import createDOMPurify from "dompurify";
import { JSDOM } from "jsdom";

const purify = createDOMPurify(new JSDOM("").window);
const kept = (css) => purify.sanitize(`<style>${css}</style>`, { FORCE_BODY: true }) !== "";
const rule = "p { color: red }";
const expected = [
  [rule, true],
  [`@property --a { syntax: "*"; inherits: true } ${rule}`, true],
  [`@property --a { syntax: "<length>"; inherits: true; initial-value: 0px } ${rule}`, false],
  [`@media (width < 600px) { ${rule} }`, true],
  [`@media (width <600px) { ${rule} }`, false],
  [`@media (width<=600px) { ${rule} }`, true],
  [`@media (400px<width) { ${rule} }`, false],
  [`/* a < b */ ${rule}`, true],
  [`/* a<b */ ${rule}`, false],
];
console.log(`DOMPurify ${purify.version}`);
let same = true;
for (const [css, wanted] of expected) {
  const found = kept(css);
  console.log(`${found ? "kept   " : "dropped"}  ${css}`);
  same &&= found === wanted;
}
process.exit(same ? 0 : 1);
JS
node look.mjs
