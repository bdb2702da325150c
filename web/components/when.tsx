/** An instant as people read it; UTC on hover. */
import { useEffect, useState } from 'preact/hooks';
import { age, moment, utc } from '../model/format';
import { texts } from '../texts';

const everyMs = 20_000;

/** Returns the current time, as precise as the screen needs it. */
export function useNow(stepMs = everyMs): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), stepMs);
    return () => clearInterval(timer);
  }, [stepMs]);
  return now;
}

export function When({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={utc(at)}>
      {moment(at, useNow())}
    </time>
  );
}

interface AgeProps {
  readonly since: string;
  /** `undefined`: under a minute. */
  readonly say?: (age: string | undefined) => string;
}

export function Age({ since, say = texts.age }: AgeProps) {
  return (
    <time dateTime={since} title={utc(since)}>
      {say(age(since, useNow()))}
    </time>
  );
}
