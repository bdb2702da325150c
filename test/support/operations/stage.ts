/** The service with an ERP and a mail server that do what they are told, and a terminal of ops beside it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Terminal } from '../documents';
import { startErpAsTold, takenNumber, type Conduct, type ErpAsTold } from '../erp/erp-as-told';
import { startSmtpSink, type SmtpSink } from '../notice/smtp-sink';
import { example, Stack, until } from '../processes/stack';
import { defined } from '../../../workflows/contract/defined';

/** The example companies. The approver of `globex` is told by mail. */
export type Company = (typeof companyIds)[number];
export interface At {
  readonly company: Company;
  readonly id: string;
}
/** What the tests read of a view. */
export interface Seen {
  readonly status: string;
  readonly runId: string;
  readonly revision: number;
  readonly timeline?: readonly { readonly type: string }[];
  readonly unreadable?: { readonly code: string; readonly repair: string };
  readonly export?: {
    readonly parked?: { readonly code: string; readonly differencesHash?: string };
    readonly lastFailure?: object;
  };
}

/** By the place of the block: makes happen what it is for, types it and looks at what became of it. */
export type Scenes = Readonly<Record<string, (text: string, ops: OperationsStage) => Promise<void>>>;

const companyIds = ['acme', 'globex', 'initech'] as const;
const root = join(__dirname, '..', '..', '..');
const garage = example('harbour-street-garage');
const told = '\n    notify: { approvers: [tess@acme.example], events: [submitted, rejected, resent] }';

const companyYaml = (erp: ErpAsTold, id: Company): string => `
  ${id}:
    name: ${id}
    integration:
      ${JSON.stringify({ erp: 'sage-intacct', adapter: 'http', url: erp.urlFor(id), tokenVariable: 'ERP_TOKEN', signingVariable: 'ERP_KEY', commitWithin: '0s' })}
    policy: { rawSignals: all, searchNames: true }${id === 'globex' ? told : ''}`;

export class OperationsStage {
  readonly folder: string;
  readonly erp: ErpAsTold;
  readonly mailServer: SmtpSink;
  readonly stack: Stack;
  readonly shell: Terminal;
  /** What one block leaves for a later one. */
  readonly left = new Map<string, At>();
  readonly #coming: Promise<unknown>[] = [];
  #lastId = 2000;

  private constructor(folder: string, erp: ErpAsTold, mailServer: SmtpSink, stack: Stack) {
    this.folder = folder;
    this.erp = erp;
    this.mailServer = mailServer;
    this.stack = stack;
    this.shell = new Terminal(root, { ...process.env, TEMPORAL_PORT: stack.temporalAddress.split(':')[1] });
  }

  static async start(): Promise<OperationsStage> {
    const folder = mkdtempSync(join(tmpdir(), 'ledgergate-operations-'));
    const [erp, mailServer] = await Promise.all([startErpAsTold(), startSmtpSink()]);
    const companies = companyIds.map((id) => companyYaml(erp, id)).join('');
    writeFileSync(join(folder, 'companies.yaml'), `companies:${companies}\n`);
    const secrets = { ERP_TOKEN: 'token', ERP_KEY: `whsec_${Buffer.alloc(32, 7).toString('base64')}` };
    const mail = { SMTP_URL: `smtp://127.0.0.1:${mailServer.port}`, MAIL_FROM: 'ledgergate@acme.example' };
    const stack = await Stack.start({ varDirectory: folder, env: { ...secrets, ...mail } });
    return new OperationsStage(folder, erp, mailServer, stack);
  }

  async stop(): Promise<void> {
    await this.shell.interrupt();
    await this.stack.stop();
    await Promise.all([this.erp.stop(), this.mailServer.stop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  leftBy(name: string): At {
    const at = this.left.get(name);
    if (!at) throw new Error(`"${name}" comes from a block above: play the whole page.`);
    return at;
  }

  newId(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }

  async view({ company, id }: At): Promise<Seen> {
    const { body } = await this.stack.request('GET', `/v1/companies/${company}/submissions/${id}`, { as: 'viewer' });
    return body as unknown as Seen;
  }

  /** The first view that fits. */
  until(what: string, at: At, fits: (seen: Seen) => boolean): Promise<Seen> {
    return until(`${at.id}: ${what}`, async () => {
      const seen = await this.view(at);
      return fits(seen) ? seen : undefined;
    });
  }

  untilStatus(at: At, status: string): Promise<Seen> {
    return this.until(status, at, (seen) => seen.status === status);
  }

  command({ company, id }: At, name: string, as: 'admin' | 'approver', body: object): Promise<{ status: number }> {
    return this.stack.request('POST', `/v1/companies/${company}/submissions/${id}/${name}`, { as, body });
  }

  /** Comes by itself while later blocks are played. */
  later(coming: Promise<unknown>): void {
    // Who awaits all of them learns of a failure.
    coming.catch(() => undefined);
    this.#coming.push(coming);
  }

  async untilAllCame(): Promise<void> {
    await Promise.all(this.#coming);
  }

  async submitted(company: Company = 'acme', at: At = { company, id: this.newId() }, project = garage): Promise<At> {
    const options = { as: 'admin', body: { projectId: at.id, project } } as const;
    const { status, body } = await this.stack.request('POST', `/v1/companies/${at.company}/submissions`, options);
    if (status !== 201) throw new Error(JSON.stringify(body));
    await this.untilStatus(at, 'awaiting_decision');
    return at;
  }

  async accept(at: At): Promise<void> {
    const { revision } = await this.view(at);
    await this.command(at, 'accept', 'approver', { revision, job: { number: takenNumber } });
  }

  /** @throws Error when it parks for another reason */
  async parked(code: string, conduct: Conduct, company: Company = 'acme'): Promise<At> {
    const at = await this.submitted(company);
    this.erp.conduct(at.company, conduct);
    await this.accept(at);
    return this.untilParked(code, at);
  }

  /** Parked by the attempt after one that failed: that is the last one, as where the time for the export is over. */
  async parkedAtLast(code: string, conduct: Conduct): Promise<At> {
    const at = await this.submitted();
    this.erp.conduct(at.company, conduct);
    await this.accept(at);
    await this.until('a failed attempt', at, (seen) => seen.export?.lastFailure !== undefined);
    const activity = ['-w', `submission:${at.company}:${at.id}`, '--activity-id', 'export'];
    await this.stack.temporal('activity', 'update-options', ...activity, '--retry-maximum-attempts', '1');
    return this.untilParked(code, at);
  }

  /** @throws Error when it parks for another reason */
  async untilParked(code: string, at: At): Promise<At> {
    const parked = (await this.untilStatus(at, 'parked')).export?.parked;
    if (parked?.code !== code) throw new Error(`${at.id} is parked as ${JSON.stringify(parked)}`);
    return at;
  }

  async untilListed(query: string, { company, id }: At): Promise<void> {
    await until(`${id} is listed where ${query}`, async () => {
      const found = await this.stack.temporal('workflow', 'list', '-q', query);
      return found.includes(`submission:${company}:${id}`) || undefined;
    });
  }

  /** Exported, then sent again after somebody was at its record in the ERP, which is seen at the accept. */
  async parkedAfter(code: string, meddle: (reference: string) => void): Promise<At> {
    this.erp.conduct('acme', 'well');
    const at = await this.submitted();
    await this.accept(at);
    await this.untilStatus(at, 'exported');
    meddle(`acme~${at.id}`);
    await this.submitted('acme', at, { ...garage, name: 'Harbour Street Garage, east deck' });
    await this.accept(at);
    return this.untilParked(code, at);
  }

  /** It is tried and tried again: the ERP of `initech` is away. */
  async exporting(): Promise<At> {
    const at = await this.submitted('initech');
    this.erp.conduct('initech', 'away');
    await this.accept(at);
    await this.until('a failed attempt', at, (seen) => seen.export?.lastFailure !== undefined);
    return at;
  }

  /** Types a block as it stands, with an id of its own for 1042 and with what the page says to fill in. */
  play(text: string, at?: At, values: Readonly<Record<string, string>> = {}): Promise<string> {
    const here = { '127.0.0.1:3000': `127.0.0.1:${this.stack.port}`, './var/': `${this.folder}/` };
    const all = Object.entries({ ...here, ...values, ...defined({ acme: at?.company, '1042': at?.id }) });
    return this.shell.play(all.reduce((typed, [part, by]) => typed.replaceAll(part, by), text));
  }

  async pendingExport({ company, id }: At): Promise<Readonly<Record<string, unknown>>> {
    const words = ['workflow', 'describe', '-w', `submission:${company}:${id}`, '-o', 'json'];
    const described = JSON.parse(await this.stack.temporal(...words)) as {
      pendingActivities?: Record<string, unknown>[];
    };
    return described.pendingActivities?.[0] ?? {};
  }
}
