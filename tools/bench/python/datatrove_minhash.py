"""Deduplicates JSONL files by datatrove's MinHash, in this process and two workers.

python datatrove_minhash.py INPUT_DIRECTORY WORK_DIRECTORY WORKERS BUCKETS HASHES NGRAM

INPUT_DIRECTORY holds one .jsonl file for each worker. Prints one JSON line: seconds of the four stages together, from the
first reader to the last writer, without the time to import the library, and the number of documents written.
"""

import json
import os
import sys
import time

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import (
    MinhashConfig,
    MinhashDedupBuckets,
    MinhashDedupCluster,
    MinhashDedupFilter,
)
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers.jsonl import JsonlWriter
from datatrove.utils.hashing import HashConfig


def main():
    source, work, workers, buckets, hashes, ngram = sys.argv[1:]
    workers, buckets = int(workers), int(buckets)
    config = MinhashConfig(
        n_grams=int(ngram),
        num_buckets=buckets,
        hashes_per_bucket=int(hashes),
        hash_config=HashConfig(precision=64),
    )

    def folder(name):
        return os.path.join(work, name)

    def run(name, pipeline, tasks):
        LocalPipelineExecutor(
            pipeline=pipeline,
            tasks=tasks,
            workers=min(workers, tasks),
            logging_dir=folder("logs-" + name),
            skip_completed=False,
        ).run()

    def reader():
        return JsonlReader(source, glob_pattern="*.jsonl")

    begin = time.perf_counter()
    run("1", [reader(), MinhashDedupSignature(output_folder=folder("signatures"), config=config)], workers)
    run(
        "2",
        [
            MinhashDedupBuckets(
                input_folder=folder("signatures"),
                output_folder=folder("buckets"),
                config=config,
                # 5 lines at a time, the default, is meant for remote files.
                lines_to_buffer=1000,
            )
        ],
        buckets,
    )
    run(
        "3",
        [MinhashDedupCluster(input_folder=folder("buckets"), output_folder=folder("remove"), config=config)],
        1,
    )
    run(
        "4",
        [
            reader(),
            MinhashDedupFilter(input_folder=folder("remove")),
            JsonlWriter(output_folder=folder("kept"), output_filename="${rank}.jsonl", compression=None),
        ],
        workers,
    )
    seconds = time.perf_counter() - begin
    kept = 0
    for name in os.listdir(folder("kept")):
        with open(os.path.join(folder("kept"), name), encoding="utf-8") as lines:
            kept += sum(1 for _ in lines)
    print(json.dumps({"seconds": seconds, "kept": kept}))


if __name__ == "__main__":
    main()
