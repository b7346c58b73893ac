"""Writes the pickles that the tests read (torch 2.13, Python 3.11): python make-fixtures.py"""

import os
import pickle

import torch

here = os.path.dirname(os.path.abspath(__file__))
steps = {
    "0": [torch.tensor([1, 2, 50279]), torch.tensor([7])],
    "100": [torch.tensor([3, 2147483647])],
    "20": [],
}
instances = {"485137": torch.tensor([1, 2, 50279]), "933327325": torch.tensor([7])}
plain = {0: [[1, 2, 300], [70000]], 5: [[4]]}


class Command:
    def __reduce__(self):
        return os.system, ("touch executed",)


def write(name, value, protocol=4):
    with open(os.path.join(here, name + ".pkl"), "wb") as file:
        pickle.dump(value, file, protocol=protocol)


for protocol in (2, 3, 4, 5):
    write(f"steps-{protocol}", steps, protocol)
write("instances", instances)
write("plain", plain, 2)
write("command", {"0": [Command()]})
write("set", {"0": {1, 2}})
write("float-tensor", {"0": [torch.tensor([1.5])]})
write("matrix", {"0": [torch.tensor([[1, 2], [3, 4]])]})
write("negative", {"0": [torch.tensor([-1])]})
write("view", {"0": [torch.arange(5)[1:4]]})
