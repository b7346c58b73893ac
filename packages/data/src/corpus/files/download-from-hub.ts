import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { downloadFile, HubApiError } from '@huggingface/hub';
import { LetheError, writeWhole } from '@lethe/contracts';
import { cacheDirectory } from '@lethe/contracts/files';
import type { LocationSpec } from './location.js';

type HubFile = NonNullable<LocationSpec['hub']>;

/** Where a file of the hub is kept, below the cache directory. */
export function hubCachePath({ repo, file, revision }: HubFile, env: NodeJS.ProcessEnv): string {
  const steps = [...repo.split('/'), ...file.split('/')];
  if (steps.some((step) => step === '..' || step === '.' || step === '')) {
    throw new LetheError({
      what: 'the hub location is not a repository and a file in it',
      where: `${repo}/${file}`,
      expected: 'repo: "owner/name", file: a path without "." and ".."',
    });
  }
  return join(
    cacheDirectory(env),
    'hub',
    `datasets--${repo.replace('/', '--')}`,
    encodeURIComponent(revision),
    ...file.split('/'),
  );
}

/** How to reach the hub: HF_ENDPOINT names a mirror, HF_TOKEN opens what is private or gated. */
export function hubConnection({ env, signal }: { env: NodeJS.ProcessEnv; signal: AbortSignal }): {
  hubUrl?: string;
  accessToken?: string;
  fetch: typeof fetch;
} {
  const hubUrl = env.HF_ENDPOINT?.replace(/\/+$/, '');
  const accessToken = env.HF_TOKEN?.trim();
  if (accessToken && !accessToken.startsWith('hf_')) {
    throw new LetheError({
      what: 'this is not a token of the hub',
      where: 'HF_TOKEN',
      expected: 'a token that begins with hf_',
      next: 'set HF_TOKEN to a token, or unset it',
    });
  }
  return {
    ...(hubUrl && { hubUrl }),
    ...(accessToken && { accessToken }),
    fetch: (input, init) => fetch(input, { ...init, signal }),
  };
}

/**
 * Downloads a file of a data set on the Hugging Face hub, or on the mirror that HF_ENDPOINT names, to `path`.
 * The file appears there when it is complete.
 * @throws LetheError when the repository has no such file; the error of the network otherwise
 */
export async function downloadFromHub(
  { repo, file, revision }: HubFile,
  path: string,
  options: { log: (line: string) => void; signal: AbortSignal; env: NodeJS.ProcessEnv },
): Promise<void> {
  const { log, signal } = options;
  const connection = hubConnection(options);
  log(`downloading ${repo}/${file} (${revision}) from ${connection.hubUrl ?? 'https://huggingface.co'}`);
  const blob = await downloadFile({
    repo: { type: 'dataset', name: repo },
    path: file,
    revision,
    ...connection,
  });
  if (!blob) {
    throw new LetheError({
      what: 'the data set on the hub has no such file',
      where: `${repo} at ${revision}`,
      expected: file,
      next: 'correct "file" or "revision" of the location',
    });
  }
  mkdirSync(dirname(path), { recursive: true });
  await writeWhole(path, async (partial) => {
    const sink = createWriteStream(partial);
    await pipeline(Readable.fromWeb(blob.stream() as ReadableStream), sink, { signal });
    if (sink.bytesWritten !== blob.size) {
      throw new Error(`the connection ended after ${sink.bytesWritten} of ${blob.size} bytes`);
    }
  });
}

/** What a failed request to the hub means for the user. */
export function hubFailure(error: unknown, where: string): LetheError {
  if (error instanceof LetheError) return error;
  const cause = { cause: error };
  if (error instanceof HubApiError) {
    const { statusCode } = error;
    if (statusCode === 401 || statusCode === 403) {
      return new LetheError(
        {
          what: 'the hub refuses access to this data set',
          where,
          expected: 'a public data set, or a token that has access to it',
          found: `status ${statusCode}: ${error.message}`,
          next: 'correct the name; for a private or gated data set ask for access on its page and set HF_TOKEN',
        },
        cause,
      );
    }
    if (statusCode === 404) {
      return new LetheError(
        {
          what: 'the hub has no such data set or revision',
          where,
          found: `status 404: ${error.message}`,
          next: 'correct the name or the revision; HF_ENDPOINT names another hub',
        },
        cause,
      );
    }
  }
  return new LetheError(
    {
      what: 'the hub could not be read',
      where,
      found: describeFailure(error),
      next: 'run it again: files that are complete are kept; HF_ENDPOINT names a mirror',
    },
    cause,
  );
}

/** fetch hides the reason of a failure, such as an unknown host, in `cause`. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
