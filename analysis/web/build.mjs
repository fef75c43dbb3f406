// SPDX-License-Identifier: Apache-2.0
// Bundles what the pages run into one script and one style a page.
// node build.mjs SOURCE_FOLDER OUTPUT_FOLDER; packages are found beside the working folder.
import * as esbuild from "esbuild";
import path from "node:path";

const [source, output] = process.argv.slice(2);
for (const entry of ["report.js", "report.css"])
  await esbuild.build({
    entryPoints: [path.join(source, entry)],
    outfile: path.join(output, entry),
    nodePaths: [path.resolve("node_modules")],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    legalComments: "inline",
    logLevel: "warning",
  });
