import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { dataConverter } from '../../adapters/temporal/converters';

const folder = join(__dirname, '..', 'histories');
const stories = readdirSync(folder).filter((name) => name.endsWith('.json'));
const workflowBundle = { codePath: require.resolve('../../dist/workflow-bundle.js') };
const options = { workflowBundle, dataConverter };

const history = (name: string): { events: object[] } =>
  JSON.parse(readFileSync(join(folder, name), 'utf8')) as { events: object[] };

beforeAll(() => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
});

describe('histories of earlier days', () => {
  test('are each there as a worker that keeps its runs left it, and as one that replays each task', () => {
    const warm = stories.filter((name) => !name.endsWith('.cold.json'));
    expect(stories.length).toBeGreaterThanOrEqual(50);
    expect(stories).toEqual(expect.arrayContaining(warm.map((name) => name.replace('.json', '.cold.json'))));
  });

  test.each(stories)('%s still replays', async (name) => {
    const workflowId = `submission:acme:${name.replace(/(-2)?(\.cold)?\.json$/, '$2')}`;
    await expect(Worker.runReplayHistory(options, history(name), workflowId)).resolves.toBeUndefined();
  });

  test('are held against the code: one that tells of an activity the code does not run is refused', async () => {
    const { events } = history('withdrawn.json');
    const scheduled = history('exported.json').events.find((event) => 'activityTaskScheduledEventAttributes' in event);
    const last = events.length - 1;
    const changed = {
      events: events.map((event, index) => (index === last ? { ...scheduled, eventId: String(last + 1) } : event)),
    };
    await expect(Worker.runReplayHistory(options, changed, 'submission:acme:withdrawn')).rejects.toThrow(
      /TMPRL1100|determinism/i,
    );
  });
});
