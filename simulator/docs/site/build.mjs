// SPDX-License-Identifier: Apache-2.0
// The documents as pages that open from a folder, without a script and without a request.
// node build.mjs SOURCE_TREE OUTPUT_FOLDER; 'marked' is found below the working folder.
// A link that leads nowhere is an error.
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const [root, output] = process.argv.slice(2).map((folder) => path.resolve(folder));
const require = createRequire(path.join(process.cwd(), "package.json"));
const { Marked } = require("marked");
const style = readFileSync(path.join(root, "simulator/docs/site/style.css"), "utf8");

/** Markdown files of a folder, by name. */
const pagesIn = (folder) => readdirSync(path.join(root, folder)).filter((f) => f.endsWith(".md")).sort()
  .map((f) => `${folder}/${f}`);
const examples = readdirSync(path.join(root, "examples")).sort().map((f) => `examples/${f}/README.md`)
  .filter((f) => existsSync(path.join(root, f)));

const sections = [
  { title: "Begin", pages: ["README.md", "simulator/docs/README.md"] },
  { title: "How to", pages: pagesIn("simulator/docs/howto"), open: true },
  { title: "Examples", pages: examples },
  { title: "Formats", pages: pagesIn("simulator/docs/formats") },
  { title: "Methods", pages: pagesIn("simulator/docs/methods") },
  { title: "Scoreboards", pages: pagesIn("simulator/docs/scoreboards") },
  { title: "Decisions", pages: pagesIn("simulator/docs/decisions") },
  { title: "Development", pages: ["ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"] },
];
const all = sections.flatMap((section) => section.pages);

const escaped = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
/** Where the page of a file lies: the front page is index.html. */
const pageOf = (file) => (file === "README.md" ? "index.html" : file.replace(/\.md$/, ".html"));
const relative = (from, to) => path.posix.relative(path.posix.dirname(from), to) || path.posix.basename(to);

/** The anchor of a heading, as GitHub makes it. */
function anchors() {
  const seen = new Map();
  return (text) => {
    const plain = text.toLowerCase().replace(/<[^>]*>|&[a-z]+;/g, "").replace(/[^\p{L}\p{N} _-]/gu, "").trim().replace(/ /g, "-");
    const count = seen.get(plain) ?? 0;
    seen.set(plain, count + 1);
    return count ? `${plain}-${count}` : plain;
  };
}

const wrong = [];
const wanted = []; // anchors that links name: from, page, anchor
const anchorsOf = new Map(); // page -> its anchors
const copied = new Set();

/** Copies a file of the tree that a page shows or links to. */
function copy(file) {
  if (copied.has(file)) return;
  copied.add(file);
  mkdirSync(path.dirname(path.join(output, file)), { recursive: true });
  copyFileSync(path.join(root, file), path.join(output, file));
}

/** The target of a link of a file, from its page. */
function target(file, href) {
  if (/^(https?|mailto):/.test(href)) return href;
  const [to, anchor] = href.split("#");
  const named = to ? path.posix.normalize(path.posix.join(path.posix.dirname(file), to)) : file;
  const place = path.join(root, named);
  if (named.startsWith("..") || !existsSync(place)) {
    wrong.push(`${file}: there is no '${href}'`);
    return href;
  }
  const hash = anchor ? `#${anchor}` : "";
  let page = named;
  if (statSync(place).isDirectory()) page = all.find((p) => p === `${named.replace(/\/$/, "")}/README.md`) ?? "simulator/docs/README.md";
  if (all.includes(page)) {
    if (anchor) wanted.push([file, page, anchor]);
    return relative(pageOf(file), pageOf(page)) + hash;
  }
  copy(page);
  return relative(pageOf(file), page);
}

/** What a page holds, and its title. */
function content(file) {
  let title = "";
  const anchor = anchors();
  const known = new Set();
  const marked = new Marked({ gfm: true });
  marked.use({
    renderer: {
      heading({ tokens, depth }) {
        const html = this.parser.parseInline(tokens);
        if (!title) title = html.replace(/<[^>]*>/g, "");
        const id = anchor(html);
        known.add(id);
        return `<h${depth} id="${id}">${html}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        return `<a href="${escaped(target(file, href))}">${this.parser.parseInline(tokens)}</a>`;
      },
      image({ href, text }) {
        return `<img src="${escaped(target(file, href))}" alt="${escaped(text)}">`;
      },
      code({ text }) {
        return `<pre tabindex="0"><code>${escaped(text)}</code></pre>\n`;
      },
      html({ text }) {
        return escaped(text);
      },
    },
    hooks: {
      postprocess: (html) => html.replaceAll("<table>", '<div class="wide" tabindex="0" role="region" aria-label="Table"><table>')
        .replaceAll("</table>", "</table></div>"),
    },
  });
  const body = marked.parse(readFileSync(path.join(root, file), "utf8"));
  anchorsOf.set(file, known);
  return { body, title: title || path.basename(file, ".md") };
}

const contents = new Map(all.map((file) => [file, content(file)]));

function navigation(file) {
  const item = (page) => {
    const here = page === file ? ' aria-current="page"' : "";
    const name = page === "README.md" ? "Icekeel" : contents.get(page).title;
    return `<li><a href="${escaped(relative(pageOf(file), pageOf(page)))}"${here}>${name}</a></li>`;
  };
  return sections.map(({ title, pages, open }) =>
    `<details${open || pages.includes(file) ? " open" : ""}><summary>${title}</summary><ul>${pages.map(item).join("")}</ul></details>`).join("\n");
}

/** The pages before and after this one in its section. */
function neighbours(file) {
  const { pages } = sections.find((section) => section.pages.includes(file));
  const at = pages.indexOf(file);
  const link = (page, rel, arrow) => (page ? `<a rel="${rel}" href="${escaped(relative(pageOf(file), pageOf(page)))}">${arrow(contents.get(page).title)}</a>` : "<span></span>");
  return link(pages[at - 1], "prev", (t) => `&larr; ${t}`) + link(pages[at + 1], "next", (t) => `${t} &rarr;`);
}

function page(file) {
  const { body, title } = contents.get(file);
  const shown = file === "README.md" ? "Icekeel" : `${title} - Icekeel`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file: data:; style-src 'unsafe-inline'">
<title>${shown}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<nav aria-label="Pages">
<details class="menu"><summary>Pages</summary></details>
<div class="sections">
${navigation(file)}
</div>
</nav>
<main id="content">
${body}
<footer>${neighbours(file)}</footer>
</main>
</body>
</html>
`;
}

for (const file of all) {
  const place = path.join(output, pageOf(file));
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, page(file));
}
for (const [from, to, anchor] of wanted)
  if (!anchorsOf.get(to).has(anchor)) wrong.push(`${from}: '${to}' has no heading '#${anchor}'`);
if (wrong.length) {
  console.error(wrong.join("\n"));
  process.exit(1);
}
console.log(`${all.length} pages and ${copied.size} files in ${output}; open ${path.join(output, "index.html")}`);
