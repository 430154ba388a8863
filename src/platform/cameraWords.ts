import * as vscode from 'vscode';

const { t } = vscode.l10n;

export interface CameraMove {
  /** As written into a prompt; in English, as most of what film makers write about cameras. */
  readonly words: string;
  readonly detail: string;
}

/** What film makers call the movements of a camera; an offer, since a prompt takes any words. */
export function cameraMoves(): readonly CameraMove[] {
  return [
    { words: 'static shot', detail: t('The camera does not move.') },
    { words: 'dolly in', detail: t('The camera moves toward the subject.') },
    { words: 'dolly out', detail: t('The camera moves away from the subject.') },
    { words: 'pan left', detail: t('The camera turns to the left on its place.') },
    { words: 'pan right', detail: t('The camera turns to the right on its place.') },
    { words: 'tilt up', detail: t('The camera turns upward on its place.') },
    { words: 'tilt down', detail: t('The camera turns downward on its place.') },
    { words: 'whip pan left', detail: t('A very fast turn to the left.') },
    { words: 'whip pan right', detail: t('A very fast turn to the right.') },
    { words: 'truck left', detail: t('The camera moves sideways to the left.') },
    { words: 'truck right', detail: t('The camera moves sideways to the right.') },
    { words: 'pedestal up', detail: t('The camera rises without turning.') },
    { words: 'pedestal down', detail: t('The camera sinks without turning.') },
    { words: 'crane up', detail: t('The camera rises in a wide curve.') },
    { words: 'crane down', detail: t('The camera sinks in a wide curve.') },
    { words: 'orbit left', detail: t('The camera circles the subject to the left.') },
    { words: 'orbit right', detail: t('The camera circles the subject to the right.') },
    { words: 'arc shot', detail: t('The camera circles part of the way around the subject.') },
    { words: 'tracking shot', detail: t('The camera goes along with the subject.') },
    { words: 'following shot', detail: t('The camera goes behind the subject.') },
    { words: 'zoom in', detail: t('The view narrows; the camera stays.') },
    { words: 'zoom out', detail: t('The view widens; the camera stays.') },
    { words: 'dolly zoom', detail: t('The camera moves while the lens zooms against it.') },
    { words: 'roll clockwise', detail: t('The picture turns around its middle.') },
    { words: 'roll counterclockwise', detail: t('The picture turns around its middle, the other way.') },
    { words: 'aerial drone shot', detail: t('Seen from above, in flight.') },
    { words: 'first-person view', detail: t('Seen through the eyes of somebody.') },
    { words: 'handheld camera', detail: t('A little unsteady, as if carried.') },
    { words: 'slow motion', detail: t('Everything moves slower than it does.') },
    { words: 'time lapse', detail: t('Everything moves faster than it does.') },
  ];
}
