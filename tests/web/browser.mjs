// SPDX-License-Identifier: Apache-2.0
// A browser for the tests: opens pages from files, and remembers what must not happen.
// Screenshots are kept in the folder that ICEKEEL_SHOTS names.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

const require = createRequire(path.join(process.cwd(), "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--no-first-run"];
const program = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

export const folder = mkdtempSync(path.join(tmpdir(), "icekeel-web-"));
export const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);

/** Runs the program in the scratch folder; what it prints. */
export function icekeel(...args) {
  return execFileSync(process.env.ICEKEEL, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

export function scenario(name) {
  return path.join(here, "../../examples", name, "scenario.yaml");
}

const failures = [];
export function expect(holds, what) {
  if (holds) return;
  failures.push(what);
  console.log(`FAILED: ${what}`);
}

export class Browser {
  static async start() {
    if (!program) throw new Error("there is no chromium; './dev test' installs it");
    const browser = new Browser();
    browser.chromium = await chromium.launch({ executablePath: program, args: flags });
    return browser;
  }

  /** Opens a page of the scratch folder; any request but for files of the folder `within`, error or dialog is a failure. */
  async open(file, { width = 1600, scheme = "light", scripts = true, waits = scripts, before = null, within = null } = {}) {
    const context = await this.chromium.newContext({
      viewport: { width, height: 1000 }, colorScheme: scheme, javaScriptEnabled: scripts, reducedMotion: "reduce",
    });
    const page = await context.newPage();
    const address = `file://${path.resolve(folder, file)}`;
    page.on("console", (m) => ["error", "warning"].includes(m.type()) && expect(false, `${file}: console ${m.type()}: ${m.text()}`));
    page.on("pageerror", (e) => expect(false, `${file}: ${e.message}`));
    page.on("dialog", (d) => expect(false, `${file}: a dialog: ${d.message()}`));
    page.on("request", (r) => expect(r.url() === address || r.url().startsWith("data:") || r.url().startsWith("blob:") || (within && r.url().startsWith(`file://${within}/`)), `${file}: asks for ${r.url()}`));
    if (before) await page.addInitScript(before);
    await page.goto(address);
    if (waits) await page.waitForSelector("html[data-ready]", { timeout: 20000 });
    return page;
  }

  async end() {
    await this.chromium.close();
    rmSync(folder, { recursive: true, force: true });
    console.log(failures.length ? `${failures.length} failures` : "all of it holds");
    process.exitCode = failures.length ? 1 : 0;
  }
}

/** What axe finds that is serious or worse. */
export async function expectAccessible(page, what) {
  // By the protocol of the browser, past the content policy of the page.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  for (const v of violations.filter((v) => ["serious", "critical"].includes(v.impact)))
    expect(false, `${what}: axe: ${v.id} (${v.impact}): ${v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join("; ")}`);
}

/** Scrolls through the page, so that all of it is drawn. */
export async function scrollThrough(page) {
  const height = await page.evaluate(() => document.body.scrollHeight);
  for (let y = 0; y < height; y += 800) {
    await page.evaluate((to) => scrollTo(0, to), y);
    await page.waitForTimeout(30);
  }
  await page.evaluate(() => scrollTo(0, 0));
}

export async function keepShot(page, name) {
  if (process.env.ICEKEEL_SHOTS) await page.screenshot({ path: path.join(process.env.ICEKEEL_SHOTS, `${name}.png`), fullPage: true });
}
