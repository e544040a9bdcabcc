// sticker.onnx from Node.js. Copy this and adapt it: npm install --ignore-scripts onnxruntime-node sharp @huggingface/tokenizers
//
// node scripts/embed_node.mjs sticker.onnx tokenizer.json < requests.jsonl > scores.jsonl
//
// Requests and answers are those of embed_python.py.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Tokenizer } from "@huggingface/tokenizers";
import * as ort from "onnxruntime-node";
import sharp from "sharp";

const STATES = { evaluated: 0, no_text: 1, unreadable: 2, not_evaluated: 3, failed: 4 };

// NFKC, lower case, without invisible characters, single spaces.
function normalize(text) {
  const seen = text.replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}\p{Co}\u2800]|(?!\s)\p{Cc}/gu, "");
  return seen.normalize("NFKC").toLowerCase().normalize("NFKC").split(/\s+/u).filter(Boolean).join(" ");
}

function int64(values) {
  return new ort.Tensor("int64", BigInt64Array.from(values, BigInt), [1, values.length]);
}

async function score(session, tokenizer, request) {
  const { data, info } = await sharp(request.file).toColourspace("srgb").ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const state = request.caption ? "evaluated" : "caption" in request ? "no_text" : "not_evaluated";
  const ids = state === "evaluated" ? tokenizer.encode("query: " + normalize(request.caption)).ids : [0];
  const found = await session.run({
    image: new ort.Tensor("uint8", data, [1, info.height, info.width, 4]),
    input_ids: int64(ids),
    attention_mask: int64(ids.map(() => 1)),
    caption_state: new ort.Tensor("int64", BigInt64Array.of(BigInt(STATES[state])), [1]),
  });
  const answer = { file: request.file };
  for (const [name, tensor] of Object.entries(found)) {
    // The map of places is for showing where the evidence lies; see docs/embedding.md.
    if (name === "minor_map") continue;
    const values = Array.from(tensor.data, Number);
    const known = values.every((value) => !Number.isNaN(value));
    answer[name] = known ? (values.length > 1 ? values : values[0]) : null;
  }
  return answer;
}

const [model, tokenizerFile] = process.argv.slice(2);
const session = await ort.InferenceSession.create(model);
const tokenizer = new Tokenizer(JSON.parse(readFileSync(tokenizerFile, "utf8")), {});
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim()) console.log(JSON.stringify(await score(session, tokenizer, JSON.parse(line))));
}
