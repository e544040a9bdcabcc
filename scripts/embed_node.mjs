// sticker.onnx from Node.js. Copy this and adapt it: npm install --ignore-scripts onnxruntime-node sharp @huggingface/tokenizers
//
// node scripts/embed_node.mjs sticker.onnx tokenizer.json < requests.jsonl > scores.jsonl
//
// Requests, answers and exit code are those of embed_python.py.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Tokenizer } from "@huggingface/tokenizers";
import * as ort from "onnxruntime-node";
import sharp from "sharp";

const STATES = { evaluated: 0, no_text: 1, unreadable: 2, not_evaluated: 3, failed: 4 };
// Tokens that the model reads at once beside the marks of beginning and end, and those that neighbours share.
const WINDOW = 62;
const OVERLAP = 16;
const [BEGINNING, END] = [0, 2];
const MAX_CHARACTERS = 20_000;

// Unicode's full case folding, which JavaScript lacks: up and down again, but for the letters that this would change.
function fold(text) {
  return text.replace(/[^\u0131]/gu, (letter) =>
    /\p{Script=Cherokee}/u.test(letter) ? letter.toUpperCase() : letter.toLowerCase().toUpperCase().toLowerCase(),
  );
}

// NFKC, case folded, without invisible characters, single spaces; empty where nobody would see anything.
function normalize(text) {
  // Half a surrogate pair becomes U+FFFD, which says that something was there, not what: alone it is no text.
  const whole = text.toWellFormed();
  const seen = whole.replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}\p{Co}\u2800]|(?![\s\x85])\p{Cc}/gu, "");
  const words = fold(seen.normalize("NFKC")).normalize("NFKC").split(/[\s\x85]+/u).filter(Boolean);
  return words.some((word) => word.replaceAll("\ufffd", "")) ? words.join(" ") : "";
}

// Token ids with the marks of beginning and end: one window, or several that overlap.
function windowed(ids) {
  const found = [];
  for (let start = 0; start < Math.max(ids.length - OVERLAP, 1); start += WINDOW - OVERLAP)
    found.push([BEGINNING, ...ids.slice(start, start + WINDOW), END]);
  return found;
}

function int64(values) {
  return new ort.Tensor("int64", BigInt64Array.from(values, BigInt), [1, values.length]);
}

async function run(session, { data, info }, ids, state) {
  const found = await session.run({
    image: new ort.Tensor("uint8", data, [1, info.height, info.width, 4]),
    input_ids: int64(ids),
    attention_mask: int64(ids.map(() => 1)),
    caption_state: new ort.Tensor("int64", BigInt64Array.of(BigInt(STATES[state])), [1]),
  });
  const answer = {};
  for (const [name, tensor] of Object.entries(found)) {
    // The map of places is for showing where the evidence lies; see docs/embedding.md.
    if (name === "minor_map") continue;
    const values = Array.from(tensor.data, Number);
    const known = values.every((value) => !Number.isNaN(value));
    answer[name] = known ? (values.length > 1 ? values : values[0]) : null;
  }
  return answer;
}

async function score(session, tokenizer, request) {
  if (typeof request.file !== "string") throw new TypeError("the request names no file");
  const picture = sharp(request.file).autoOrient().toColourspace("srgb").ensureAlpha().raw();
  const pixels = await picture.toBuffer({ resolveWithObject: true });
  const caption = request.caption ?? "";
  if (typeof caption !== "string") throw new TypeError("the caption is neither a text nor null");
  if (caption.length > MAX_CHARACTERS && [...caption].length > MAX_CHARACTERS)
    throw new RangeError(`the caption has more than ${MAX_CHARACTERS} characters`);
  const text = normalize(caption);
  const state = text ? "evaluated" : "caption" in request ? "no_text" : "not_evaluated";
  // Without a caption one token keeps the input from being empty; the state says that it means nothing.
  const encoded = () => Array.from(tokenizer.encode("query: " + text, { add_special_tokens: false }).ids);
  let highest;
  for (const ids of text ? windowed(encoded()) : [[BEGINNING]]) {
    const answer = await run(session, pixels, ids, state);
    if (!highest || answer.suggestive > highest.suggestive) highest = answer;
  }
  return { file: request.file, ...highest };
}

const [model, tokenizerFile] = process.argv.slice(2);
const session = await ort.InferenceSession.create(model);
const tokenizer = new Tokenizer(JSON.parse(readFileSync(tokenizerFile, "utf8")), {});
for await (const line of createInterface({ input: process.stdin })) {
  if (!line.trim()) continue;
  let request = null;
  let answer;
  try {
    request = JSON.parse(line);
    answer = await score(session, tokenizer, request);
  } catch (error) {
    // One bad request must not cost the others their answers.
    answer = { file: request?.file ?? null, error: String(error) };
    process.exitCode = 1;
  }
  console.log(JSON.stringify(answer));
}
