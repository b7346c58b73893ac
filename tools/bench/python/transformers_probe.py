"""Span log-probabilities as a plain transformers loop computes them: batches in the order of the table, padded to the
longest row of the batch, logits and log-softmax at every position.

Every line on stdin is a turn {"part": p, "parts": n}: every n-th batch from batch p on. It is answered by one line of
JSON: {"spans": ..., "seconds": ..., "cpuSeconds": ..., "logProbs": {"<span>": [...]}, "description": "..."}.
"""

import argparse
import json
import sys
import time

import torch
import transformers

parser = argparse.ArgumentParser()
parser.add_argument("--case", required=True, help="directory with spans.json and model/")
parser.add_argument("--threads", type=int, required=True)
parser.add_argument("--batch", type=int, required=True)
args = parser.parse_args()
torch.set_num_threads(args.threads)
transformers.logging.set_verbosity_error()

with open(f"{args.case}/spans.json") as file:
    spans = json.load(file)
model = transformers.AutoModelForCausalLM.from_pretrained(f"{args.case}/model", dtype=torch.float32).eval()
batches = [range(i, min(i + args.batch, len(spans))) for i in range(0, len(spans), args.batch)]


@torch.no_grad()
def score(members):
    rows = [spans[i]["promptTokens"] + spans[i]["targetTokens"] for i in members]
    longest = max(len(row) for row in rows)
    tokens = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
    log_probs = model(input_ids=tokens, attention_mask=mask).logits.log_softmax(dim=-1)
    found = {}
    for row, i in enumerate(members):
        begin = len(spans[i]["promptTokens"])
        target = torch.tensor(spans[i]["targetTokens"])
        at = log_probs[row, begin - 1 : begin - 1 + len(target)]
        found[str(i)] = at.gather(1, target[:, None])[:, 0].tolist()
    return found


score(batches[0])
for line in sys.stdin:
    turn = json.loads(line)
    found = {}
    began, cpu_began = time.perf_counter(), time.process_time()
    for members in batches[turn["part"] :: turn["parts"]]:
        found |= score(members)
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu_began
    description = f"transformers {transformers.__version__}, torch {torch.__version__}"
    report = {"spans": len(found), "seconds": seconds, "cpuSeconds": cpu_seconds, "logProbs": found}
    print(json.dumps({**report, "description": description}), flush=True)
