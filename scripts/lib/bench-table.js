// What `load … --json` said, one object a line on the standard input, as a table of a line for each figure.
const runs = require("fs").readFileSync(0, "utf8").trim().split("\n").map(JSON.parse);
const { talk, saturate, page, idle } = Object.fromEntries(runs.map((run) => [run.kind, run]));

const round = (number, digits = 0) => number.toFixed(digits).replace(/\B(?=(\d{3})+$)/g, " ");
const share = (cores) => `${round(cores * 100)} %`;
const talked = `talk, ${talk.groups} groups of ${talk.members}, ${talk.rate} a second`;
const saturated = `saturate, ${saturate.groups} groups of ${saturate.members}, ${saturate.outstanding} under way in each`;
const read = `page, of ${page.messages} messages, ${page.connections} connection${page.connections > 1 ? "s" : ""}`;
const stayed = `idle, ${idle.sockets} sockets`;

const figures = [
  [talked, "delivered, p50", `${round(talk.delivery.p50, 1)} ms`],
  [talked, "delivered, p99", `${round(talk.delivery.p99, 1)} ms`],
  [talked, "the server's core", share(talk.server_cpu)],
  [talked, "deliveries for a second of processor time", round(talk.deliveries_per_cpu_second)],
  [saturated, "messages a second", round(saturate.messages_per_second)],
  [saturated, "deliveries a second", round(saturate.deliveries_per_second)],
  [saturated, "deliveries for a second of processor time", round(saturate.deliveries_per_cpu_second)],
  [saturated, "acknowledged, p99", `${round(saturate.ack.p99, 1)} ms`],
  [read, "p50", `${round(page.answer.p50, 2)} ms`],
  [read, "p99", `${round(page.answer.p99, 2)} ms`],
  [read, "requests a second", round(page.requests_per_second)],
  [read, "processor time for a request", `${round(page.cpu_per_request, 2)} ms`],
  [stayed, "resident memory of a socket", `${round(idle.bytes_per_socket / 1000, 1)} kB`],
  [stayed, "the server's core", `${round(idle.cpu_idle * 100, 2)} %`],
];
const widths = [0, 1, 2].map((column) => Math.max(...figures.map((row) => row[column].length)));
for (const [run, what, figure] of figures) {
  console.log(`${run.padEnd(widths[0])} | ${what.padEnd(widths[1])} | ${figure.padStart(widths[2])}`);
}
