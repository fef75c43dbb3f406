// SPDX-License-Identifier: Apache-2.0
// The page of 'icekeel view': results in it, results chosen there, and files that are none.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Browser, expect, expectAccessible, folder, icekeel, keepShot, scenario, scrollThrough } from "./browser.mjs";

icekeel("run", scenario("06-lose-a-feed"), "-o", "a.h5", "--progress", "none", "--set", "name='<img src=x onerror=alert(1)>'", "--set", "record.racks={every: 15 min}");
icekeel("view", "a.h5", "-o", "with.html");
icekeel("view", "-o", "empty.html");
execFileSync("/usr/bin/python3", ["-c", `
import h5py, shutil
shutil.copy("a.h5", "later.h5"); h5py.File("later.h5", "r+").attrs["icekeel_format"] = [2, 3]
h5py.File("foreign.h5", "w")["x"] = 1.0`], { cwd: folder });
writeFileSync(path.join(folder, "cut.h5"), readFileSync(path.join(folder, "a.h5")).subarray(0, 5000));
writeFileSync(path.join(folder, "text.h5"), "no HDF5 at all");
const browser = await Browser.start();

async function showsAResult(width, scheme) {
  const page = await browser.open("with.html", { width, scheme });
  await page.waitForSelector("figure.time .u-over");
  expect((await page.locator("h1").innerText()) === "<img src=x onerror=alert(1)>", "the title is not the text of the scenario");
  expect((await page.locator("img").count()) === 0, "a name has become an image");
  expect((await page.locator("figure.time").count()) === 2, "power and PUE are not drawn at first");
  expect((await page.locator("figure.time figcaption").first().innerText()).startsWith("power ["), "an axis without its quantity");
  await page.getByLabel("rack_power", { exact: true }).check();
  expect((await page.locator("figure.time").count()) === 3, "no chart for another axis");
  await page.getByRole("combobox", { name: "name in rack_power" }).selectOption({ index: 1 });
  expect((await page.locator("figure.time").last().innerText()).includes("r01-02"), "the other rack is not drawn");
  const drawn = await page.evaluate(() => document.querySelector("figure.time").view.plot.data[1].length);
  expect(drawn === 2880, `two days of minutes are ${drawn} values`);
  expect((await page.locator("#jobs tbody tr").count()) === 1 && (await page.locator("#events").count()) === 1, "tables are missing");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide <= width, `the viewer is ${wide} px wide on ${width}`);
  await scrollThrough(page);
  await expectAccessible(page, `viewer ${width} ${scheme}`);
  await keepShot(page, `view-${width}-${scheme}`);
  await page.context().close();
}

async function savesCsv() {
  const page = await browser.open("with.html");
  await page.waitForSelector("figure.time .u-over");
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save these series as CSV" }).click();
  const lines = readFileSync(await (await waiting).path(), "utf8").trimEnd().split("\n");
  expect(lines.length === 2881 && lines[0] === "time,facility_power [W],it_power [W],pue [1]", `CSV begins '${lines[0]}', ${lines.length} lines`);
  const row = lines[1].split(",").map(Number);
  expect(Math.abs(row[1] / row[2] - row[3]) < 1e-9, "PUE is facility over IT power");
  await page.context().close();
}

async function opensChosenFiles() {
  const page = await browser.open("empty.html");
  page.removeAllListeners("console"); // HDF5 says on the console why it refuses a damaged file
  const choose = async (file) => {
    await page.locator("#file").setInputFiles(path.join(folder, file));
    await page.waitForSelector("html[data-ready]");
    await page.waitForFunction(() => document.getElementById("complaint").textContent || document.querySelector("figure.time"));
    return page.locator("#complaint").textContent();
  };
  expect((await choose("text.h5")).includes("no HDF5 file"), "a text is no result");
  const later = await choose("later.h5");
  expect(later.includes("2.3") && later.includes("version 1"), `another version: '${later}'`);
  expect((await choose("foreign.h5")).includes("icekeel_format"), "a foreign file is no result");
  const cut = await choose("cut.h5");
  expect(cut.includes("damaged or cut short"), `a file cut short: '${cut}'`);
  expect((await page.locator("figure").count()) === 0, "charts of a refused file");
  expect((await choose("a.h5")) === "" && (await page.locator("figure.time").count()) === 2, "a result after refused files");
  await page.context().close();
}

async function needsWebAssembly() {
  const page = await browser.open("with.html", { before: () => { delete globalThis.WebAssembly; } });
  expect((await page.locator("#complaint").innerText()).includes("no WebAssembly"), "nothing said without WebAssembly");
  await page.context().close();
}

await showsAResult(1600, "light");
await showsAResult(400, "dark");
await savesCsv();
await opensChosenFiles();
await needsWebAssembly();
await browser.end();
