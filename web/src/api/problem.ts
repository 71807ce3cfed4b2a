import type { FieldError } from './types';

interface ProblemDocument {
  type?: string;
  title?: string;
  detail?: string;
  trace_id?: string;
  errors?: FieldError[];
}

/** A refusal (application/problem+json) or, with status 0, no answer at all. */
export class Problem extends Error {
  readonly type: string;
  readonly detail: string;
  readonly traceId: string;
  readonly errors: FieldError[];

  constructor(
    readonly status: number,
    document: ProblemDocument = {},
    readonly retryAfterS = 0,
  ) {
    super(document.title ?? `HTTP ${status}`);
    this.type = document.type ?? '';
    this.detail = document.detail ?? '';
    this.traceId = document.trace_id ?? '';
    this.errors = document.errors ?? [];
  }

  /** Nothing answered: the network, or the whole server, is away. */
  get isUnreachable() {
    return this.status === 0;
  }

  /** Whether the same request may succeed a little later. */
  get isPassing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  get isStale() {
    return this.status === 412;
  }

  isOf(type: string) {
    return this.type.endsWith(`/${type}`);
  }
}

export const asProblem = (reason: unknown): Problem => {
  if (reason instanceof Problem) return reason;
  throw reason;
};
