import { HubApiError } from '@huggingface/hub';
import { LetheError } from '@lethe/contracts';

/** What a failed request to the hub means for the user. */
export function hubFailure(error: unknown, where: string): LetheError {
  if (error instanceof LetheError) return error;
  const cause = { cause: error };
  if (error instanceof HubApiError) {
    const { statusCode } = error;
    if (statusCode === 401 || statusCode === 403) {
      return new LetheError(
        {
          what: 'the hub does not let this data set be read',
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
