/** A week of a builder's desk, for its pictures: what people of such a company would see on a Thursday morning. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signDevToken, type DevPerson } from '../../dev/tokens';
import { example, type Stack } from '../support/processes/stack';
import { StoryTime } from './story-time';

const company = `companies:
  acme:
    name: Acme Builders
    integration:
      erp: vista
      adapter: file-drop
      directory: erp/acme
    rules:
      jobNumber: { mask: "##-###" }
    policy: { fourEyes: true, exportFor: 24h, rawSignals: all }
`;

/** Before the start: the only company there is. */
export function writeCompany(varDirectory: string): void {
  writeFileSync(join(varDirectory, 'companies.yaml'), company);
}

const admin = (sub: string, name: string): DevPerson => ({ sub, name, roles: ['admin'] });
const people = {
  ines: admin('ines.okafor', 'Ines Okafor'),
  ruth: admin('ruth.lindqvist', 'Ruth Lindqvist'),
  jonas: admin('jonas.meyer', 'Jonas Meyer'),
  tess: { sub: 'tess.brandt', name: 'Tess Brandt', roles: ['approver'] },
} as const satisfies Record<string, DevPerson>;
type Person = keyof typeof people;

const garage = example('harbour-street-garage');
const bridge = example('millbrook-bridge-deck');
const clinic = example('northfield-clinic');
const library = {
  ...clinic,
  name: 'Eastgate Public Library',
  number: '24-026',
  type: 'Library',
  totalValue: '7460000.00',
  customer: { name: 'City of Eastgate' },
  description: 'Two-storey branch library with reading room, children’s wing and a community hall.',
};
const school = { ...clinic, name: 'Linden Park Elementary School, west wing', number: '24-028', type: 'Education' };
const depot = { ...garage, name: 'Riverside Bus Depot', number: '24-029', type: 'Transit' };
const pump = { ...bridge, name: 'Hollow Creek Pumping Station', number: '24-033', type: 'Water' };
const tower = { ...garage, name: 'Quay House Residences', number: '24-019', type: 'Residential' };
const culvert = { ...bridge, name: 'Route 9 Culvert Replacement', number: '24-015', type: 'Civil' };
const rink = { ...garage, name: 'Alder Street Ice Rink', number: '24-030', type: 'Recreation' };

const corrected = {
  ...clinic,
  customer: { name: 'Northfield Community Health Trust', code: 'C-0904' },
  completionDate: '2028-09-29',
  totalValue: '11346000.00',
  costCodes: (clinic['costCodes'] as { code: string; budget?: string }[]).map((row, index) =>
    index === 3 ? { ...row, budget: '1136000.00' } : row,
  ),
};

export class ScreenshotStory {
  readonly time = new StoryTime();
  readonly #stack: Stack;

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  /** @throws Error when the API does not take it: the story is wrong */
  async #act(at: string, who: Person, path: string, body: object): Promise<void> {
    this.time.begin(at);
    const headers = { authorization: `Bearer ${await signDevToken(this.#stack.varDirectory, people[who])}` };
    const answer = await this.#stack.acme('POST', path, { headers, body });
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  }

  readonly #submit = (at: string, who: Person, projectId: string, project: object): Promise<void> =>
    this.#act(at, who, '/submissions', { projectId, project });

  readonly #command = (at: string, who: Person, projectId: string, name: string, body: object): Promise<void> =>
    this.#act(at, who, `/submissions/${projectId}/${name}`, { revision: 1, ...body });

  async #accept(at: string, projectId: string, number: string, becomes: string): Promise<void> {
    const job = { number, fields: { department: '20' } };
    await this.#command(at, 'tess', projectId, 'accept', { job });
    await this.#stack.untilStatus(projectId, becomes);
  }

  async tell(): Promise<void> {
    await this.#submit('2026-11-16T14:05:00Z', 'jonas', 'p-1015', culvert);
    await this.#accept('2026-11-16T16:40:00Z', 'p-1015', '24-015', 'exported');
    await this.#submit('2026-11-17T13:20:00Z', 'ines', 'p-1019', tower);
    await this.#accept('2026-11-17T15:02:00Z', 'p-1019', '24-019', 'exported');
    await this.#submit('2026-11-18T14:11:00Z', 'ruth', 'p-1022', clinic);
    await this.#submit('2026-11-18T15:30:00Z', 'ines', 'p-1030', rink);
    await this.#command('2026-11-18T16:45:00Z', 'tess', 'p-1022', 'reject', {
      reason: 'The contract was signed by the trust, not by the health board, and the value is that of the first bid.',
      category: 'Wrong customer or address',
      fields: [
        { pointer: '/customer/name', message: 'The trust signed: see page 2 of the contract.' },
        { pointer: '/totalValue', message: 'Signed for 11,346,000.' },
        { pointer: '/startDate', message: 'Is this still right?' },
      ],
    });
    await this.#submit('2026-11-18T18:05:00Z', 'jonas', 'p-1029', depot);
    await this.#submit('2026-11-18T19:31:00Z', 'ruth', 'p-1026', library);
    await this.#command('2026-11-18T20:15:00Z', 'tess', 'p-1026', 'reject', {
      reason: 'This is the number of the old branch, and I cannot tell which account of the city will pay.',
      category: 'Incomplete',
      fields: [
        { pointer: '/number', message: '24-026 is the old branch.' },
        { pointer: '/customer/code', message: 'Which account? There are two.' },
      ],
    });
    await this.#submit('2026-11-18T21:12:00Z', 'ines', 'p-1017', garage);
    await this.#accept('2026-11-19T13:05:00Z', 'p-1017', '24-015', 'parked');
    await this.#accept('2026-11-19T13:22:00Z', 'p-1030', '24-019', 'parked');
    await this.#submit('2026-11-19T13:40:00Z', 'jonas', 'p-1031', bridge);
    await this.#submit('2026-11-19T14:02:00Z', 'ruth', 'p-1028', school);
    await this.#command('2026-11-19T14:21:00Z', 'ruth', 'p-1022', 'resend', {
      project: corrected,
      note: 'Customer and value are those of the signed contract now.',
    });
    await this.#submit('2026-11-19T14:36:00Z', 'ines', 'p-1033', pump);
    this.time.begin('2026-11-19T14:58:00Z');
  }
}
