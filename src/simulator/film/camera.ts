import { randomFrom } from '../drawing/random';

/** Which part of a picture is seen. */
export interface View {
  /** 1 shows all of it. */
  readonly zoom: number;
  /** From -1, where the view touches the left or upper border, to 1. */
  readonly x: number;
  readonly y: number;
}

/** How far the camera goes in. */
const DEPTH = 0.28;

/** What the prompt says of the camera; the first that is named counts. */
const moves: readonly (readonly [RegExp, { readonly x: number; readonly y: number }])[] = [
  [/\bpan(?:s|ning)? (?:to the )?left\b|\btruck left\b/i, { x: -1, y: 0 }],
  [/\bpan(?:s|ning)?\b|\btruck right\b|\borbit/i, { x: 1, y: 0 }],
  [/\btilt(?:s|ing)? down\b|\bpedestal down\b/i, { x: 0, y: 1 }],
  [/\btilt|\bpedestal up\b|\bcrane\b|\bdrone\b|\baerial\b/i, { x: 0, y: -1 }],
  [/\b(?:zoom|dolly|push)\b/i, { x: 0, y: 0 }],
];

/**
 * The way of the camera over one picture. It begins at the whole picture, for a start picture is the first frame, and with
 * `returns` it ends there: at an end picture, or where a loop begins anew.
 *
 * @returns the view at a share of the time, 0 to 1
 */
export function cameraFor(
  prompt: string,
  seed: number,
  returns: boolean,
  isDrawn: boolean,
): (share: number) => View {
  const random = randomFrom(JSON.stringify(['camera', prompt, seed]));
  const said = moves.find(([words]) => words.test(prompt))?.[1];
  const to = said ?? { x: random() * 2 - 1, y: (random() * 2 - 1) * 0.6 };
  // What was drawn for the film alone may also begin near and end far.
  const isBackwards =
    isDrawn &&
    !returns &&
    /\bzoom(?:s|ing)? out\b|\bdolly out\b|\bpull(?:s|ing)? (?:back|out)\b/i.test(prompt);
  return (share) => {
    const eased = returns ? (1 - Math.cos(2 * Math.PI * share)) / 2 : (1 - Math.cos(Math.PI * share)) / 2;
    const way = isBackwards ? 1 - eased : eased;
    return { zoom: 1 + DEPTH * way, x: to.x * way, y: to.y * way };
  };
}
