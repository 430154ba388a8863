/** 8-bit RGB, row-major; opaque where it has no alpha. A drawing is one too. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
  readonly alpha?: Uint8Array;
}

/** One value from 0 to 255 for each pixel, such as a mask: 255 is the area to change, whatever the service's own colors. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Size {
  readonly left: number;
  readonly top: number;
}

export function blankPicture(width: number, height: number): Picture {
  return { width, height, rgb: new Uint8Array(width * height * 3) };
}

export function blankPlane(width: number, height: number, value = 0): Plane {
  return { width, height, values: new Uint8Array(width * height).fill(value) };
}

/** How light each pixel looks. */
export function lightOf({ width, height, rgb }: Picture): Plane {
  const light = blankPlane(width, height);
  for (let at = 0, from = 0; at < light.values.length; at++, from += 3) {
    light.values[at] =
      ((rgb[from] ?? 0) * 77 + (rgb[from + 1] ?? 0) * 150 + (rgb[from + 2] ?? 0) * 29 + 128) >> 8;
  }
  return light;
}

/** A plane as a picture in greys, as masks are sent back. */
export function pictureOf({ width, height, values }: Plane): Picture {
  const picture = blankPicture(width, height);
  for (const [at, value] of values.entries()) picture.rgb.fill(value, at * 3, at * 3 + 3);
  return picture;
}

/** @param box within the picture */
export function cropped({ width, rgb }: Picture, box: Box): Picture {
  const part = blankPicture(box.width, box.height);
  for (let y = 0; y < box.height; y++) {
    const from = ((box.top + y) * width + box.left) * 3;
    part.rgb.set(rgb.subarray(from, from + box.width * 3), y * box.width * 3);
  }
  return part;
}

export function croppedPlane({ width, values }: Plane, box: Box): Plane {
  const part = blankPlane(box.width, box.height);
  for (let y = 0; y < box.height; y++) {
    const from = (box.top + y) * width + box.left;
    part.values.set(values.subarray(from, from + box.width), y * box.width);
  }
  return part;
}

/** Writes a picture over part of another, in place. */
export function paste(onto: Picture, part: Picture, left: number, top: number): void {
  for (let y = 0; y < part.height; y++) {
    const row = part.rgb.subarray(y * part.width * 3, (y + 1) * part.width * 3);
    onto.rgb.set(row, ((top + y) * onto.width + left) * 3);
  }
}

/** Paints `part` into `onto` at a place, as strongly as the mask of the same size says, in place. */
export function blendInto(onto: Picture, part: Picture, mask: Plane, left: number, top: number): void {
  for (let y = 0; y < part.height; y++) {
    for (let x = 0; x < part.width; x++) {
      const at = y * part.width + x;
      const share = (mask.values[at] ?? 0) / 255;
      if (share === 0) continue;
      const to = ((top + y) * onto.width + left + x) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const below = onto.rgb[to + channel] ?? 0;
        onto.rgb[to + channel] = Math.round(below + ((part.rgb[at * 3 + channel] ?? 0) - below) * share);
      }
    }
  }
}

/** @param share 0 is the first picture, 1 the second; both have one size */
export function mixed(first: Picture, second: Picture, share: number): Picture {
  const { width, height, rgb } = first;
  const result = new Uint8Array(rgb.length);
  for (let at = 0; at < rgb.length; at++) {
    const from = rgb[at] ?? 0;
    result[at] = Math.round(from + ((second.rgb[at] ?? 0) - from) * share);
  }
  return { width, height, rgb: result };
}

/** @param color a color for each pixel from its own, all 0 to 255; what leaves that range is held at its end */
export function recolored(
  { width, height, rgb }: Picture,
  color: (red: number, green: number, blue: number) => readonly [number, number, number],
): Picture {
  const result = new Uint8ClampedArray(rgb.length);
  for (let at = 0; at < rgb.length; at += 3) {
    const [red, green, blue] = color(rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0);
    result[at] = red;
    result[at + 1] = green;
    result[at + 2] = blue;
  }
  return { width, height, rgb: new Uint8Array(result.buffer) };
}

/** Without its alpha, over white: what a model sees that knows no transparency. */
export function flattened(picture: Picture): Picture {
  const { width, height, rgb, alpha } = picture;
  if (!alpha) return picture;
  const result = new Uint8Array(rgb.length);
  for (let at = 0; at < rgb.length; at++) {
    const share = (alpha[Math.floor(at / 3)] ?? 0) / 255;
    result[at] = Math.round(255 + ((rgb[at] ?? 0) - 255) * share);
  }
  return { width, height, rgb: result };
}
