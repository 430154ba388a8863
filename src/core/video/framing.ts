import type { CropRectangle } from '../pixels/port';
import type { PixelSize } from '../tasks/task';
import type { VideoModelDescriptor } from './descriptor';
import type { VideoSize } from './task';

/** How a picture fills the frame of a film: what of it stays where it is cut, or padded so that all of it does. */
export type NamedFraming = 'center' | 'top' | 'bottom' | 'left' | 'right' | 'pad';

export type Framing =
  | NamedFraming
  /** Cut where the user moved the frame to: 0 at the left or top, 1 at the right or bottom. */
  | { readonly at: number };

/**
 * What stands where a frame has no picture, and behind a transparent one: a film has no transparency. Drawings stand on
 * white; bars around a photograph are black.
 */
export function frameBackground({ hasAlpha }: { readonly hasAlpha: boolean }): '#ffffff' | '#000000' {
  return hasAlpha ? '#ffffff' : '#000000';
}

/** Pixels of a frame as it is sent. */
export function frameSize({ frames }: VideoModelDescriptor, size: VideoSize): PixelSize {
  if (frames.size.kind === 'exact') return { width: frames.size.width, height: frames.size.height };
  if (size.kind === 'pixels') return { width: size.width, height: size.height };
  const [across = 1, down = 1] = size.ratio.split(':').map(Number);
  const shortSide = size.resolution === '720p' ? 720 : 540;
  // Even, as films are.
  const longSide = 2 * Math.round((shortSide * Math.max(across, down)) / Math.min(across, down) / 2);
  return across >= down ? { width: longSide, height: shortSide } : { width: shortSide, height: longSide };
}

/** The choices that differ for this picture; none where it has the frame's own shape. */
export function framingChoices(picture: PixelSize, frame: PixelSize): readonly NamedFraming[] {
  const difference = picture.width * frame.height - frame.width * picture.height;
  // Half a pixel of the frame is not seen.
  if (Math.abs(difference) * 2 <= Math.max(picture.width, picture.height)) return [];
  return difference > 0 ? ['center', 'left', 'right', 'pad'] : ['center', 'top', 'bottom', 'pad'];
}

/** What of the picture is sent, in its pixels; reaches beyond it where it is padded. */
export function framedArea(picture: PixelSize, frame: PixelSize, framing: Framing): CropRectangle {
  const isWider = picture.width * frame.height >= frame.width * picture.height;
  // Cut, the side that is too long becomes shorter; padded, the other one longer.
  const keepsHeight = framing === 'pad' ? !isWider : isWider;
  const width = keepsHeight
    ? Math.max(1, Math.round((picture.height * frame.width) / frame.height))
    : picture.width;
  const height = keepsHeight
    ? picture.height
    : Math.max(1, Math.round((picture.width * frame.height) / frame.width));
  return {
    left: offset(picture.width - width, framing, 'left', 'right'),
    top: offset(picture.height - height, framing, 'top', 'bottom'),
    width,
    height,
  };
}

/** @param room negative where the area is larger than the picture */
function offset(room: number, framing: Framing, start: NamedFraming, end: NamedFraming): number {
  if (room > 0 && framing === start) return 0;
  if (room > 0 && framing === end) return room;
  if (room > 0 && typeof framing === 'object') return Math.round(room * Math.max(0, Math.min(1, framing.at)));
  // Adding zero keeps -0 away, which some comparisons tell from 0.
  return Math.floor(room / 2) + 0;
}

/** How far a frame that cuts the picture can be moved, in its pixels; one of both is 0. */
export function frameRoom(
  picture: PixelSize,
  frame: PixelSize,
): { readonly across: number; readonly down: number } {
  const { width, height } = framedArea(picture, frame, 'center');
  return { across: Math.max(0, picture.width - width), down: Math.max(0, picture.height - height) };
}

/** The ratio of a model that is nearest to a picture's own. */
export function nearestRatio(picture: PixelSize, ratios: readonly string[]): string | undefined {
  const wanted = Math.log(picture.width / picture.height);
  const distance = (ratio: string): number => {
    const [across = 1, down = 1] = ratio.split(':').map(Number);
    return Math.abs(Math.log(across / down) - wanted);
  };
  return ratios.toSorted((a, b) => distance(a) - distance(b))[0];
}
