import { useEffect, useRef, useState } from 'preact/hooks';
import { type LoadedPicture, loadPicture, withSmaller } from './pictures';

/** @returns the picture once it is decoded, a little later with smaller copies; freed when another takes its place */
export function usePicture(
  url: string | undefined,
  onFailed: ((url: string) => void) | undefined,
): LoadedPicture | undefined {
  const [loaded, setLoaded] = useState<{ readonly url: string; readonly picture: LoadedPicture }>();
  const failed = useRef(onFailed);
  failed.current = onFailed;
  useEffect(() => {
    if (url === undefined) return undefined;
    let isWanted = true;
    let own: LoadedPicture | undefined;
    const show = (picture: LoadedPicture): void => {
      if (isWanted) {
        own = picture;
        setLoaded({ url, picture });
      } else {
        picture.close();
      }
    };
    const load = async (): Promise<void> => {
      const picture = await loadPicture(url);
      show(picture);
      // It is seen before its smaller copies are made, which takes longer than loading it where it is large.
      const whole = isWanted ? await withSmaller(picture).catch(() => undefined) : undefined;
      if (whole !== undefined) show(whole);
    };
    load().catch(() => {
      if (isWanted) failed.current?.(url);
    });
    return () => {
      isWanted = false;
      own?.close();
      // The same address may come back: what was freed must not be drawn then.
      setLoaded(undefined);
    };
  }, [url]);
  return loaded !== undefined && loaded.url === url ? loaded.picture : undefined;
}
