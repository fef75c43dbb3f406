// SPDX-License-Identifier: Apache-2.0
// What moves in a report. The page is whole without it: charts are drawn, tables are written.
import { setUpCharts } from "./time_charts.js";
import { setUpHalls } from "./halls.js";

const data = JSON.parse(document.getElementById("data").textContent);
document.documentElement.classList.add("js");
const charts = setUpCharts(data.runs);
setUpHalls(data.runs, charts);
document.documentElement.dataset.ready = "yes";
