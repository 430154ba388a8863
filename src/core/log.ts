/** One line per event; credentials, prompts and pixels never stand in one above `trace`. */
export interface Log {
  trace(message: string, ...facts: unknown[]): void;
  debug(message: string, ...facts: unknown[]): void;
  info(message: string, ...facts: unknown[]): void;
  warn(message: string, ...facts: unknown[]): void;
  error(message: string, ...facts: unknown[]): void;
}
