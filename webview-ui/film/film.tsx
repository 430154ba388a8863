import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { FilmActionId, FilmEvents, FilmMethods, FilmView } from '../../src/protocol/film';
import { Codicon } from '../shared/codicon';
import { formatText } from '../shared/formatText';
import type { HostClient } from '../shared/hostClient';
import { MenuButton } from '../shared/menuButton';
import { Controls } from './controls';
import { firstPicture } from './firstPicture';
import { loadFilm } from './loadFilm';
import { stepOf } from './steps';

export type FilmHost = HostClient<{ [K in keyof FilmMethods]: FilmMethods[K] }, FilmEvents>;

/** A sentence or name from the host; empty for one that it did not send. */
export type Texts = (key: string) => string;

/** Whether the film can be shown. */
type Showing = 'loading' | 'ready' | 'undecodable' | 'unreadable';

/** The whole page: the film, its controls, how it was made, and what can be done with it. */
export function Film({ host }: { readonly host: FilmHost }): JSX.Element {
  const [film, setFilm] = useState<FilmView>();
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const text: Texts = (key) => texts[key] ?? '';

  useEffect(() => {
    const end = host.on('film', setFilm);
    void host.ask('ready', {}).then((ready) => {
      if (!ready) return;
      setTexts(ready.texts);
      setFilm(ready.film);
    });
    return end;
  }, [host]);

  if (!film) return <main class="film" aria-busy="true" />;
  return <Screen key={film.url} film={film} host={host} text={text} />;
}

interface ScreenProps {
  readonly film: FilmView;
  readonly host: FilmHost;
  readonly text: Texts;
}

function Screen({ film, host, text }: ScreenProps): JSX.Element {
  const video = useRef<HTMLVideoElement>(null);
  const [source, setSource] = useState<string>();
  const [showing, setShowing] = useState<Showing>('loading');
  const [isPlaying, setIsPlaying] = useState(false);
  const [isLooping, setIsLooping] = useState(false);
  const [seconds, setSeconds] = useState(0);
  const [duration, setDuration] = useState(0);
  const [size, setSize] = useState('');
  const posterAsked = useRef(false);

  useEffect(() => {
    const ending = new AbortController();
    let url: string | undefined;
    void loadFilm(film, ending.signal).then((loaded) => {
      if (ending.signal.aborted) {
        if (loaded.isOwned) URL.revokeObjectURL(loaded.url);
        return;
      }
      if (loaded.isOwned) url = loaded.url;
      setSource(loaded.url);
    });
    return () => {
      ending.abort();
      if (url !== undefined) URL.revokeObjectURL(url);
    };
  }, [film.url]);

  useEffect(() => {
    if (!isPlaying) return undefined;
    // `timeupdate` comes four times a second, which a slider shows as jumps.
    let frame = 0;
    const follow = (): void => {
      setSeconds(video.current?.currentTime ?? 0);
      frame = requestAnimationFrame(follow);
    };
    frame = requestAnimationFrame(follow);
    return () => cancelAnimationFrame(frame);
  }, [isPlaying]);

  const act = (action: FilmActionId): void => void host.ask('act', { action });
  const toggle = (): void => {
    const player = video.current;
    if (!player || showing !== 'ready') return;
    if (player.paused) void player.play().catch(() => setIsPlaying(false));
    else player.pause();
  };
  const seek = (to: number): void => {
    const player = video.current;
    if (!player || showing !== 'ready') return;
    player.currentTime = Math.min(Math.max(0, to), Number.isFinite(player.duration) ? player.duration : to);
    setSeconds(player.currentTime);
  };
  const step = (direction: 1 | -1): void => {
    const player = video.current;
    if (!player || showing !== 'ready') return;
    player.pause();
    seek(stepOf(player.currentTime, direction, film.framesPerSecond));
  };
  const loop = (): void => setIsLooping((is) => !is);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as HTMLElement;
      const isControl = target.closest('button, input, [role=menu]') !== null;
      if (event.key === ' ' && !isControl) toggle();
      else if (event.key === ',') step(-1);
      else if (event.key === '.') step(1);
      else if (event.key === 'l' || event.key === 'L') loop();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [showing, film]);

  const onReady = (): void => {
    const player = video.current;
    if (!player) return;
    // A film without a picture is one that this browser has no decoder for.
    if (player.videoWidth === 0) {
      setShowing('undecodable');
      return;
    }
    setShowing('ready');
    setDuration(player.duration);
    setSize(formatText(text('size'), player.videoWidth, player.videoHeight));
  };
  const onPicture = (): void => {
    if (!film.wantsPoster || posterAsked.current || !video.current) return;
    posterAsked.current = true;
    void firstPicture(video.current).then((base64) => {
      if (base64 !== undefined) void host.ask('poster', { base64 });
    });
  };
  const onError = (): void => {
    const code = video.current?.error?.code;
    setShowing(code === MediaError.MEDIA_ERR_NETWORK ? 'unreadable' : 'undecodable');
  };

  const isShown = showing === 'ready' || showing === 'loading';
  return (
    <main class="film">
      <h1 class="visuallyHidden">{film.name}</h1>
      {film.notice !== undefined && (
        <p class="notice" role="status">
          <Codicon name="cloud-download" /> {film.notice}
        </p>
      )}
      <div class="picture" role="region" aria-label={text('film')} tabIndex={0}>
        {isShown ? (
          <video
            ref={video}
            src={source}
            poster={film.posterUrl}
            loop={isLooping}
            preload="auto"
            playsInline
            aria-label={film.prompt === '' ? film.name : film.prompt}
            onLoadedMetadata={onReady}
            onLoadedData={onPicture}
            onClick={toggle}
            onPlay={() => setIsPlaying(true)}
            onPause={() => setIsPlaying(false)}
            onSeeked={() => setSeconds(video.current?.currentTime ?? 0)}
            onEnded={() => setIsPlaying(false)}
            onError={onError}
          />
        ) : (
          <Failure film={film} showing={showing} text={text} act={act} />
        )}
      </div>
      <Controls
        isUsable={showing === 'ready'}
        isPlaying={isPlaying}
        isLooping={isLooping}
        seconds={seconds}
        duration={duration}
        step={1 / film.framesPerSecond}
        text={text}
        toggle={toggle}
        seek={seek}
        stepFrame={step}
        loop={loop}
      />
      <p class="facts">{[film.facts, size].filter((part) => part !== '').join(' · ')}</p>
      {film.prompt !== '' && <p class="prompt">{film.prompt}</p>}
      <Actions film={film} text={text} act={act} />
      <p class="keys">{text('keys')}</p>
    </main>
  );
}

function Failure({
  film,
  showing,
  text,
  act,
}: {
  readonly film: FilmView;
  readonly showing: Showing;
  readonly text: Texts;
  readonly act: (action: FilmActionId) => void;
}): JSX.Element {
  return (
    <div class="failure">
      {film.posterUrl !== undefined && (
        <img src={film.posterUrl} alt={formatText(text('posterOf'), film.name)} />
      )}
      <p role="alert">
        <Codicon name="warning" /> {text(showing)}
      </p>
      <button type="button" class="button primary" onClick={() => act('openOutside')}>
        {text('openOutside')}
      </button>
    </div>
  );
}

function Actions({
  film: { actions },
  text,
  act,
}: {
  readonly film: FilmView;
  readonly text: Texts;
  readonly act: (action: FilmActionId) => void;
}): JSX.Element | null {
  if (actions.length === 0) return null;
  const inMenu = actions.filter(({ isInMenu }) => isInMenu);
  return (
    <div class="actions">
      {actions
        .filter(({ isInMenu }) => !isInMenu)
        .map(({ id, label }, index) => (
          <button
            key={id}
            type="button"
            class={`button ${index === 0 ? 'primary' : 'secondary'}`}
            onClick={() => act(id)}
          >
            {label}
          </button>
        ))}
      {inMenu.length > 0 && (
        <MenuButton
          label={text('more')}
          items={inMenu.map(({ id, label }) => ({ id, label }))}
          onChoose={(id) => act(id as FilmActionId)}
        >
          <Codicon name="ellipsis" />
        </MenuButton>
      )}
    </div>
  );
}
