/** What a test file needs is started before its tests, and stopped after them, the last first. */

const stops: (() => unknown)[] = [];

/**
 * @param start called before the first test: what was named above it in the file runs by then
 * @returns what was started, from then on
 */
export function useStarted<T extends { stop(): unknown }>(start: () => Promise<T>): T {
  let started: T | undefined;
  beforeAll(async () => {
    const running = await start();
    stops.push(() => running.stop());
    started = running;
  });
  afterAll(() => stops.pop()?.());
  const reach = (key: string | symbol): T => {
    if (!started) throw new Error(`${String(key)} is asked for before it is started`);
    return started;
  };
  return new Proxy({} as T, {
    get: (_, key) => {
      const target = reach(key);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
    set: (_, key, value) => Reflect.set(reach(key), key, value),
    // For those who spread it.
    ownKeys: () => Reflect.ownKeys(reach('its members')),
    getOwnPropertyDescriptor: (_, key) => {
      const found = Reflect.getOwnPropertyDescriptor(reach(key), key);
      return found && { ...found, configurable: true };
    },
  });
}
