// Node has it from version 21 on, as long as it has SQLite; `lib` of the compiler lists it under a later year than ours.
interface ArrayBuffer {
  /** Moves the content into a new one of that length; this one has none any more. */
  transfer(newByteLength?: number): ArrayBuffer;
}
