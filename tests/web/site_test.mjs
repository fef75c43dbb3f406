// SPDX-License-Identifier: Apache-2.0
// The pages of the documents as their readers meet them: no script, no request, links that lead somewhere.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Browser, expect, expectAccessible, keepShot } from "./browser.mjs";

const site = process.env.ICEKEEL_SITE;
const browser = await Browser.start();
const open = (file, options) => browser.open(path.join(site, file), { waits: false, within: site, ...options });

async function looksRight(file, width, scheme) {
  const page = await open(file, { width, scheme });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide <= width, `${file} at ${width} px is ${wide} px wide`);
  const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect((paper === "rgb(255, 255, 255)") === (scheme === "light"), `${file}: ${scheme} has a background of ${paper}`);
  const broken = await page.evaluate(() => [...document.images].filter((i) => !i.complete || !i.naturalWidth).map((i) => i.src));
  expect(broken.length === 0, `${file}: pictures that do not show: ${broken}`);
  await expectAccessible(page, `${file} ${width} ${scheme}`);
  await keepShot(page, `site-${path.basename(file, ".html")}-${width}-${scheme}`);
  await page.context().close();
}

/** Every page that can be reached from the first one, and every file that they name, is there. */
function leadsSomewhere() {
  const seen = new Set(), waiting = ["index.html"];
  while (waiting.length) {
    const file = waiting.pop();
    if (seen.has(file)) continue;
    seen.add(file);
    if (!existsSync(path.join(site, file))) {
      expect(false, `there is no ${file}`);
      continue;
    }
    if (!file.endsWith(".html")) continue;
    const text = readFileSync(path.join(site, file), "utf8");
    expect(!/<script|<link|@import|url\(/.test(text), `${file} loads something`);
    for (const [, to] of text.matchAll(/(?:href|src)="([^"#]+)[^"]*"/g))
      if (!/^(https?|mailto):/.test(to)) waiting.push(path.posix.normalize(path.posix.join(path.posix.dirname(file), to)));
  }
  const pages = [...seen].filter((f) => f.endsWith(".html")).length;
  console.log(`${pages} pages are reached`);
  expect(pages > 90, `only ${pages} pages are reached`);
}

/** On a narrow screen the list of pages opens by keyboard, and leads on. */
async function opensItsMenu() {
  const page = await open("index.html", { width: 400 });
  const list = page.locator("nav .sections");
  expect(!(await list.isVisible()), "the list of pages fills a narrow screen");
  await page.locator("nav .menu summary").focus();
  await page.keyboard.press("Enter");
  expect(await list.isVisible(), "the list of pages does not open");
  await list.getByText("For cooling engineers").click();
  await page.waitForURL("**/howto/cooling-engineer.html");
  expect(await page.locator("h1").innerText() === "For cooling engineers", "the link leads elsewhere");
  await page.context().close();
}

leadsSomewhere();
for (const width of [400, 1600])
  for (const scheme of ["light", "dark"]) {
    await looksRight("index.html", width, scheme);
    await looksRight("simulator/docs/methods/total-cost.html", width, scheme);
  }
await looksRight("simulator/docs/formats/scenario-reference.html", 400, "light");
await looksRight("examples/21-fleet-by-year/README.html", 400, "dark");
await opensItsMenu();
await browser.end();
