import type { Mask } from '../mask/mask';
import type { ModelDescriptor } from '../models/descriptor';
import type { Margins, Structure, TaskKind } from '../tasks/task';

/** A file that an edit works on; its bytes lie among the blobs. */
export interface EditSource {
  readonly sha256: string;
  /** File name, for messages. */
  readonly name: string;
  /** Relative to its workspace folder, with `/`; absent where it lies in none. */
  readonly path?: string;
}

/** Everything about an edit that is neither prompt, number, seed nor option. */
export interface EditDraft {
  readonly task: Exclude<TaskKind, 'textToImage'>;
  readonly model: ModelDescriptor;
  /** First the image itself; a variation takes several. */
  readonly sources: readonly EditSource[];
  readonly style?: EditSource;
  readonly garment?: EditSource;
  /** White = edit, of any size with the image's aspect ratio. */
  readonly mask?: Mask;
  readonly area: 'mask' | 'words' | 'garment';
  /** Where the area is named, or what is to be recolored or kept. */
  readonly words: string;
  readonly garmentClass?: string;
  readonly structure: Structure;
  /** Each `#rrggbb`. */
  readonly colors: readonly string[];
  /** In pixels of the image. */
  readonly margins: Margins;
  /** Around the mask, in pixels of the image; absent for the usual one. */
  readonly contextPx?: number;
  /** How far the blend reaches beyond the mask, in pixels of the image. */
  readonly featherPx: number;
  /** `#rrggbb`, for transparent pixels and padding. */
  readonly flattenOn: string;
}

export const noMargins: Margins = { left: 0, right: 0, up: 0, down: 0 };

export function hasMargins({ left, right, up, down }: Margins): boolean {
  return left + right + up + down > 0;
}

/** True where the draft's mask is what says where to edit. */
export function isMasked({ task, area }: Pick<EditDraft, 'task' | 'area'>): boolean {
  switch (task) {
    case 'inpaint':
    case 'removeObject':
    case 'replaceBackground':
    case 'tryOn':
      return area === 'mask';
    default:
      return false;
  }
}
