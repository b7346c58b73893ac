"""The training step of Lethe in PyTorch: the same GPT-2, batches, AdamW and clipping, to be timed beside it.

Every line on stdin is a turn (measurement.ts), answered by one line of JSON: {"losses": [...], "seconds": [...],
"peakMiB": ..., "anonymousMiB": ..., "baseMiB": ..., "description": "..."}.
"""

import argparse
import json
import math
import struct
import sys
import time

import torch
import torch.nn.functional as F

parser = argparse.ArgumentParser()
parser.add_argument("--case", required=True, help="directory with case.json, tokens.i32 and model/")
parser.add_argument("--threads", type=int, required=True)
parser.add_argument("--compile", action="store_true")
args = parser.parse_args()
torch.set_num_threads(args.threads)


def status_mib(key):
    """A size in /proc/self/status; None where the system does not say."""
    try:
        with open("/proc/self/status") as file:
            lines = [line for line in file if line.startswith(f"{key}:")]
        return int(lines[0].split()[1]) / 1024
    except (OSError, IndexError):
        return None


def peak_mib():
    """Largest resident memory of this process so far."""
    return status_mib("VmHWM")


def anonymous_mib():
    """The part of it that is no file."""
    peak, files = peak_mib(), status_mib("RssFile")
    return None if peak is None or files is None else peak - files


base_mib = peak_mib()
with open(f"{args.case}/case.json") as file:
    case = json.load(file)


def read_safetensors(path):
    with open(path, "rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
        data = bytearray(file.read())
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        flat = torch.frombuffer(data[begin:end], dtype=torch.float32)
        tensors[name.removeprefix("transformer.")] = flat.reshape(entry["shape"]).clone()
    return tensors


with open(f"{args.case}/model/config.json") as file:
    config = json.load(file)
params = {name: value.requires_grad_() for name, value in read_safetensors(f"{args.case}/model/model.safetensors").items()}
heads, layers = config["n_head"], config["n_layer"]
epsilon = config["layer_norm_epsilon"]


def norm(x, name):
    return F.layer_norm(x, x.shape[-1:], params[f"{name}.weight"], params[f"{name}.bias"], epsilon)


def linear(x, name):
    return x @ params[f"{name}.weight"] + params[f"{name}.bias"]


def loss_of(tokens):
    inputs, targets = tokens[:, :-1], tokens[:, 1:]
    batch, length = inputs.shape
    x = F.embedding(inputs, params["wte.weight"]) + params["wpe.weight"][:length]
    for layer in range(layers):
        block = f"h.{layer}"
        q, k, v = linear(norm(x, f"{block}.ln_1"), f"{block}.attn.c_attn").chunk(3, dim=-1)
        q, k, v = (part.view(batch, length, heads, -1).transpose(1, 2) for part in (q, k, v))
        attended = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + linear(attended.transpose(1, 2).reshape(batch, length, -1), f"{block}.attn.c_proj")
        hidden = F.gelu(linear(norm(x, f"{block}.ln_2"), f"{block}.mlp.c_fc"), approximate="tanh")
        x = x + linear(hidden, f"{block}.mlp.c_proj")
    logits = norm(x, "ln_f") @ params["wte.weight"].T
    return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), targets.reshape(-1).long())


matrices = [value for value in params.values() if value.ndim >= 2]
vectors = [value for value in params.values() if value.ndim < 2]
optimizer = torch.optim.AdamW(
    [{"params": matrices, "weight_decay": case["weightDecay"]}, {"params": vectors, "weight_decay": 0.0}],
    lr=case["learningRate"],
    betas=(0.9, 0.95),
    eps=1e-8,
    fused=True,
)
step_loss = torch.compile(loss_of) if args.compile else loss_of

with open(f"{args.case}/tokens.i32", "rb") as file:
    tokens = torch.frombuffer(bytearray(file.read()), dtype=torch.int32)
tokens = tokens.reshape(-1, case["batchSize"], case["time"])


def wants_step(turn, done, elapsed):
    if done == 0:
        return True
    if done >= turn["maxSteps"] or elapsed >= turn["limitSeconds"]:
        return False
    return done < turn["minSteps"] or elapsed < turn["seconds"]


step = 0
for line in sys.stdin:
    turn = json.loads(line)
    losses, seconds = [], []
    began = time.perf_counter()
    while wants_step(turn, len(losses), time.perf_counter() - began):
        begin = time.perf_counter()
        loss = step_loss(tokens[step % len(tokens)])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(list(params.values()), case["clipNorm"])
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        losses.append(loss.item())
        seconds.append(time.perf_counter() - begin)
        if not math.isfinite(losses[-1]):
            sys.exit(f"loss is not finite at step {step}")
        step += 1
    memory = {"peakMiB": peak_mib(), "anonymousMiB": anonymous_mib(), "baseMiB": base_mib}
    report = {"losses": losses, "seconds": seconds, **memory}
    print(json.dumps({**report, "description": f"torch {torch.__version__}"}), flush=True)
