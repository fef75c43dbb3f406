// SPDX-License-Identifier: Apache-2.0
// Bundles what the pages run into one script and one style a page.
// node build.mjs SOURCE_FOLDER OUTPUT_FOLDER; packages are found below the working folder.
import * as esbuild from "esbuild";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const [source, output] = process.argv.slice(2);
const packages = path.resolve("node_modules");

/** The licences of what is bundled, which have to stay with it. */
function licences(names) {
  const texts = names.map((name) => {
    const folder = path.join(packages, name);
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    return `${name}\n\n${readFileSync(path.join(folder, file), "utf8")}`;
  });
  return `/*! This script contains:\n\n${texts.join("\n\n").replaceAll("*/", "* /")}\n*/`;
}

const bundles = { "report.js": ["uplot"], "view.js": ["uplot", "h5wasm"], "report.css": null };
for (const [entry, bundled] of Object.entries(bundles))
  await esbuild.build({
    entryPoints: [path.join(source, entry)],
    outfile: path.join(output, entry),
    nodePaths: [packages],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    legalComments: "inline",
    logLevel: "error",
    ...(bundled && { banner: { js: licences(bundled) } }),
  });
