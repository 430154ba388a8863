import { useEffect, useRef, useState } from 'preact/hooks';
import { type LoadedPicture, loadPicture } from './pictures';

/** @returns the picture once it is decoded; freed when another takes its place */
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
    loadPicture(url).then(
      (picture) => {
        if (!isWanted) {
          picture.close();
          return;
        }
        own = picture;
        setLoaded({ url, picture });
      },
      () => {
        if (isWanted) failed.current?.(url);
      },
    );
    return () => {
      isWanted = false;
      own?.close();
      // The same address may come back: what was freed must not be drawn then.
      setLoaded(undefined);
    };
  }, [url]);
  return loaded !== undefined && loaded.url === url ? loaded.picture : undefined;
}
