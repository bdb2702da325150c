import { promises } from 'node:fs';
import { tmpdir } from 'node:os';
import { whyNoRoom } from '../../api/gateway/disk-space';

jest.mock('node:fs/promises', () => ({ ...jest.requireActual<object>('node:fs/promises'), statfs: jest.fn() }));
const { statfs } = jest.requireMock<{ statfs: jest.Mock }>('node:fs/promises');
const withFree = (bavail: number) => statfs.mockResolvedValue({ bavail, bsize: 4_096 });

test('a disk with less than 16 MiB is said with what is left and what to do', async () => {
  withFree(256);
  expect(await whyNoRoom('/data')).toMatch(/has 1\.0 MiB left, and below 16\.0 MiB .*Free some space in \/data\./);
  withFree(4_096);
  expect(await whyNoRoom('/data')).toBeUndefined();
});

test('a disk that cannot be asked is no reason', async () => {
  statfs.mockRejectedValue(Object.assign(new Error('ENOENT'), { code: 'ENOENT' }));
  expect(await whyNoRoom('/nowhere')).toBeUndefined();
});

test('the disk of this machine is asked', async () => {
  statfs.mockImplementation(promises.statfs);
  expect(await whyNoRoom(tmpdir())).toBeUndefined();
});
