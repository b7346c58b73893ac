"""Trains transformers' GPT-2 in PyTorch, eagerly, on what Lethe's trainer read: the same initial weights and batches.

python torch_wikitext.py --data DIR --initial DIR --config train.json

DIR is a directory of the data stage (order.arrow, sequences.arrow, evaluation_sequences.arrow); the initial weights are a
Hugging Face checkpoint; train.json is the train section of the experiment. Prints one line of JSON: the loss of every batch
before its update and the loss on held-out rows after every `evaluation.every` updates, nats per token.
"""

import argparse
import json
import math
import os
import sys
import time

import numpy as np
import pyarrow as pa
import torch
import transformers
from transformers import GPT2LMHeadModel

parser = argparse.ArgumentParser()
parser.add_argument("--data", required=True)
parser.add_argument("--initial", required=True)
parser.add_argument("--config", required=True)
args = parser.parse_args()
torch.manual_seed(0)


def read_table(name):
    with pa.OSFile(os.path.join(args.data, f"{name}.arrow")) as file:
        return pa.ipc.open_file(file).read_all()


def token_rows(name):
    lists = read_table(name)["tokens"].combine_chunks()
    flat = lists.flatten().to_numpy(zero_copy_only=False).astype(np.int64)
    return torch.from_numpy(flat.reshape(len(lists), lists.type.list_size))


with open(args.config) as file:
    config = json.load(file)
sequences = token_rows("sequences")
held_out = token_rows("evaluation_sequences")[: config["evaluation"]["rows"]]
order = read_table("order")
if set(order["placement"].to_pylist()) != {"none"}:
    sys.exit("this program trains without injected texts")
steps = max(order["step"].to_pylist()) + 1
order_of_rows = np.array(order["sequence"].to_numpy()).reshape(steps, -1)

model = GPT2LMHeadModel.from_pretrained(args.initial)
model.train()
assert all(value == 0 for value in (model.config.attn_pdrop, model.config.embd_pdrop, model.config.resid_pdrop))

optimizer_config = config["optimizer"]
parameters = list(model.parameters())
optimizer = torch.optim.AdamW(
    [
        {"params": [p for p in parameters if p.dim() >= 2], "weight_decay": optimizer_config["weightDecay"]},
        {"params": [p for p in parameters if p.dim() < 2], "weight_decay": 0.0},
    ],
    lr=optimizer_config["learningRate"],
    betas=(optimizer_config["beta1"], optimizer_config["beta2"]),
    eps=optimizer_config["epsilon"],
)


def share_of_peak(step):
    """Linear warm-up that ends at the peak, then half a cosine that ends at the last step."""
    schedule = config["schedule"]
    warmup = schedule["warmupSteps"]
    if step < warmup:
        return (step + 1) / warmup
    over = (step - warmup) / (steps - 1 - warmup)
    final = schedule["finalFraction"]
    return final + (1 - final) * (1 + math.cos(math.pi * over)) / 2


schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, share_of_peak)
batch_size = order_of_rows.shape[1]


@torch.no_grad()
def evaluate():
    model.eval()
    losses = [
        model(rows, labels=rows).loss.item() * len(rows)
        for rows in torch.split(held_out, batch_size)
    ]
    model.train()
    return sum(losses) / len(held_out)


training, validation = [], []
begin = time.perf_counter()
for updates in range(steps + 1):
    if updates % config["evaluation"]["every"] == 0 or updates == steps:
        validation.append({"step": updates, "loss": evaluate()})
        seconds = time.perf_counter() - begin
        print(f"pytorch: {updates}/{steps} updates, validation {validation[-1]['loss']:.4f}, {seconds:.0f} s", file=sys.stderr)
    if updates == steps:
        break
    rows = sequences[order_of_rows[updates]]
    loss = model(rows, labels=rows).loss
    loss.backward()
    torch.nn.utils.clip_grad_norm_(parameters, config["clipNorm"])
    optimizer.step()
    schedule.step()
    optimizer.zero_grad(set_to_none=True)
    training.append({"step": updates, "loss": loss.item()})

result = {
    "curves": {"training": training, "validation": validation},
    "seconds": time.perf_counter() - begin,
    "description": f"PyTorch {torch.__version__}, transformers {transformers.__version__}",
}
print(json.dumps(result))
