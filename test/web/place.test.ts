import { type Place, type QueuePlace, readPlace, toList, toPath, widen } from '../../web/api/place';

const read = (path: string): Place => {
  const { pathname, search } = new URL(path, 'http://desk.example');
  return readPlace(pathname, search);
};

describe('every place of the desk can be linked to', () => {
  const places: readonly (readonly [string, Place])[] = [
    ['/desk', { at: 'companies' }],
    ['/desk/acme', { at: 'queue', companyId: 'acme' }],
    ['/desk/acme/1042', { at: 'queue', companyId: 'acme', projectId: '1042' }],
    ['/desk/acme?status=parked', { at: 'queue', companyId: 'acme', filter: 'parked' }],
    [
      '/desk/acme/1042?status=all&q=10',
      { at: 'queue', companyId: 'acme', projectId: '1042', filter: 'all', search: '10' },
    ],
    [
      '/desk/acme?why=resent&waiting=3d&awaiting=sender',
      { at: 'queue', companyId: 'acme', why: 'resent', waiting: '3d', isAsked: true },
    ],
    ['/desk/acme?about', { at: 'queue', companyId: 'acme', isAbout: true }],
    ['/desk/acme?new', { at: 'queue', companyId: 'acme', isWriting: true }],
    ['/desk/acme/1042?edit', { at: 'queue', companyId: 'acme', projectId: '1042', isWriting: true }],
    ['/desk/acme/submit', { at: 'queue', companyId: 'acme', projectId: 'submit' }],
  ];
  test.each(places)('%s', (path, place) => {
    expect(toPath(place)).toBe(path);
    expect(read(path)).toEqual(place);
  });

  test.each(['/', '/elsewhere', '/desk/%00', '/desk/a b', '/desk/acme/1042/more', '/desk/%E0%A4%A'])(
    '%s is no place of its own: a company is chosen',
    (path) => {
      expect(read(path)).toEqual({ at: 'companies' });
    },
  );

  test('the list alone has nothing open beside it, and keeps what narrows it', () => {
    const list = { at: 'queue', companyId: 'acme', filter: 'parked', search: '10' } as const;
    expect(toList({ ...list, projectId: '1042', isWriting: true, isAbout: true })).toEqual(list);
  });

  test('an unknown status is none', () => {
    expect(read('/desk/acme?status=done')).toEqual({ at: 'queue', companyId: 'acme' });
  });

  test('a filter nobody knows narrows nothing, and what narrows a list is taken away at once', () => {
    expect(read('/desk/acme?why=parked&waiting=2d&awaiting=approver')).toEqual({ at: 'queue', companyId: 'acme' });
    const place = read('/desk/acme/1042?status=parked&q=10&why=new&waiting=1w&awaiting=sender');
    const { companyId, projectId, filter } = place as QueuePlace;
    expect(widen(place as QueuePlace)).toEqual({ at: 'queue', companyId, projectId, filter });
  });
});
