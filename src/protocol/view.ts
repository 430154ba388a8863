/** What several pages show alike. All words arrive in the user's language, whole. */

/** A button in a bar or card; its id is the host's, and means nothing to the page. */
export interface ActionView {
  readonly id: string;
  readonly label: string;
}

/** A bar above the form, a line under a control, or the text of a card. */
export interface NoticeView {
  readonly id: string;
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
  /** The first is the main one. */
  readonly actions: readonly ActionView[];
  /** How far something is, from 0 to 1. */
  readonly progress?: number;
  /** What it is about can wait: none of its buttons is the main one of a page. */
  readonly isQuiet?: boolean;
}

export interface ChoiceView {
  readonly value: string;
  readonly label: string;
  /** A price or a size, after the label. */
  readonly detail?: string;
}

interface ControlBase {
  readonly id: string;
  readonly label: string;
  /** One line, with the limits. */
  readonly help?: string;
}

export interface MarginsView {
  readonly left: number;
  readonly right: number;
  readonly up: number;
  readonly down: number;
}

/** One control of the form, as data; a change of it is sent with its id. */
export type ControlView =
  | (ControlBase & {
      readonly kind: 'choice';
      readonly value: string;
      readonly choices: readonly ChoiceView[];
    })
  | (ControlBase & {
      readonly kind: 'number';
      readonly value: number;
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly unit?: string;
    })
  | (ControlBase & {
      readonly kind: 'text';
      readonly value: string;
      readonly placeholder: string;
      readonly maxLength: number;
      readonly isMultiline: boolean;
      /** A button beside the field; what it fills in comes with the next snapshot. */
      readonly action?: ActionView;
    })
  /** A seed: locked it is the same for the next request, else a new one is chosen each time. */
  | (ControlBase & {
      readonly kind: 'seed';
      readonly value?: number;
      readonly isLocked: boolean;
      readonly min: number;
      readonly max: number;
    })
  /** Each `#rrggbb`. */
  | (ControlBase & { readonly kind: 'colors'; readonly value: readonly string[]; readonly max: number })
  | (ControlBase & { readonly kind: 'color'; readonly value: string })
  | (ControlBase & {
      readonly kind: 'image';
      readonly url?: string;
      readonly name?: string;
      /** Whether the task goes without it. */
      readonly canRemove?: boolean;
    })
  /** Pixels of the image at each side; `ratios` fill them in. */
  | (ControlBase & {
      readonly kind: 'margins';
      readonly value: MarginsView;
      readonly max: number;
      readonly ratios: readonly ChoiceView[];
    });
