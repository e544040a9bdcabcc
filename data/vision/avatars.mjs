// Draws avatars: reads a list of [style, options] from standard input, writes the list of their SVG texts.
// Run with the folder of the installed packages as its only argument.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(`${process.argv[2]}/`));
const load = async (name) => import(pathToFileURL(require.resolve(name)));
const { createAvatar } = await load("@dicebear/core");
const styles = {};
const drawn = [];
for (const [name, options] of JSON.parse(readFileSync(0, "utf-8"))) {
  styles[name] ??= await load(`@dicebear/${name}`);
  drawn.push(createAvatar(styles[name], options).toString());
}
process.stdout.write(JSON.stringify(drawn));
