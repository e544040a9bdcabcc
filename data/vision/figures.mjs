// Draws whole figures: reads a list of {body, head, grown, low} from standard input, writes the list of their SVG texts.
// `grown` enlarges the head about the neck, `low` shortens the body below it. Run with the folder of the installed
// packages as its only argument.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(`${process.argv[2]}/`));
const { createElement } = require("react");
const { renderToStaticMarkup } = require("react-dom/server");
const pose = require("react-peeps/lib/peeps/pose").default;
const heads = require("react-peeps/lib/peeps/head").default;
const choices = Object.fromEntries(
  ["hair", "face", "facialHair"].map((part) => [`${part}Piece`, require(`react-peeps/lib/peeps/${part}/z_options`)]),
);
const bodies = {
  ...require("react-peeps/lib/peeps/pose/standing/z_options").StandingPose,
  ...require("react-peeps/lib/peeps/pose/sitting/z_options").SittingPose,
};
const colours = { strokeColor: "#000", backgroundColor: "#fff" };
const aboutTheNeck = (x, y, child) =>
  createElement("g", { transform: `translate(500 560) scale(${x} ${y}) translate(-500 -560)` }, child);

const drawn = [];
for (const { body, head, grown, low } of JSON.parse(readFileSync(0, "utf-8"))) {
  if (!bodies[body]) throw new Error(`react-peeps has no body ${body}`);
  for (const [part, name] of Object.entries(head))
    if (!Object.values(choices[part])[0][name]) throw new Error(`react-peeps has no ${part} ${name}`);
  const figure = createElement(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", viewBox: "-1200 -1200 4700 4700" },
    aboutTheNeck(1, low, createElement(pose, { piece: body, ...colours })),
    aboutTheNeck(grown, grown, createElement(heads, { ...head, ...colours })),
  );
  drawn.push(renderToStaticMarkup(figure));
}
process.stdout.write(JSON.stringify(drawn));
