import { durationChoices } from '../video/descriptor';
import type { ChangedValue } from './change';
import { hasFilmSize, type FilmPlan } from './filmPlan';
import type { SessionFilm } from './film';
import type { StudioSession } from './session';

/** The ids of the controls of a film; the text of a shot is `shot:` and the shot's id. */
export const filmControlIds = ['filmLength', 'filmSize', 'fill', 'frame', 'loop'] as const;
export type FilmControlId = (typeof filmControlIds)[number];

/** Longer than any model's: a page that sends more is not ours. */
const MAX_TEXT = 100_000;

/**
 * The session after a control of its film was changed. What does not fit the control changes nothing: values come from a
 * page.
 *
 * @returns undefined for an id that is no control of a film
 */
export function applyFilmChange(
  session: StudioSession,
  id: string,
  value: ChangedValue,
  plan: FilmPlan,
): StudioSession | undefined {
  const film = id.startsWith('shot:')
    ? withShotText(session.film, id.slice('shot:'.length), value)
    : withControl(session.film, id, value, plan);
  return film && (film === session.film ? session : { ...session, film });
}

function withControl(
  film: SessionFilm,
  id: string,
  value: ChangedValue,
  { entry, kind, frame }: FilmPlan,
): SessionFilm | undefined {
  switch (id as FilmControlId) {
    case 'filmLength': {
      const durationSeconds = Number(value);
      return entry && durationChoices(entry.model, kind).includes(durationSeconds)
        ? { ...film, durationSeconds }
        : film;
    }
    case 'filmSize':
      return entry && typeof value === 'string' && hasFilmSize(entry.model, value)
        ? { ...film, size: value }
        : film;
    case 'fill':
      return value === 'crop' || value === 'pad' ? { ...film, fill: value } : film;
    case 'frame': {
      const room = frame ? Math.max(frame.room.across, frame.room.down) : 0;
      return typeof value === 'number' && Number.isFinite(value) && room > 0
        ? { ...film, at: Math.max(0, Math.min(1, value / room)) }
        : film;
    }
    case 'loop':
      return value === 'on' || value === 'off' ? { ...film, loop: value === 'on' } : film;
    default:
      return undefined;
  }
}

function withShotText(film: SessionFilm, id: string, value: ChangedValue): SessionFilm {
  const isKnown = film.shots.some((shot) => shot.id === id);
  if (!isKnown || typeof value !== 'string' || value.length > MAX_TEXT) return film;
  return { ...film, shots: film.shots.map((shot) => (shot.id === id ? { ...shot, text: value } : shot)) };
}
