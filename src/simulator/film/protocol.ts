import type { ShotRequest } from './shot';

export interface FilmWork {
  readonly id: number;
  readonly request: ShotRequest;
}

/** `file` is the MP4; without it, `error` says why there is none. */
export interface FilmReply {
  readonly id: number;
  readonly file?: Uint8Array;
  readonly error?: string;
}
