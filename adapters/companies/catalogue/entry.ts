/**
 * One row of the catalogue. An ERP's "description" or "job name" is our project `name`, its street our
 * `address.line1` and `line2` alike. A figure nobody has seen is left out: an absent rule is no rule.
 */
import type { Direction } from '../../../workflows/contract/codes';
import type { Sourced, SourcedAcceptField, SourcedRules } from '../figures';

/**
 * How an ERP can be reached, beside `http`: an agent that speaks our protocol may stand before any of them. `none` stands in `companies.yaml` where no way exists.
 */
export type ErpAdapter = 'file-drop' | 'tryton';

export interface NotSupported {
  readonly message: string;
  readonly remedy: string;
}

type Reach =
  | { readonly adapters: readonly [ErpAdapter, ...ErpAdapter[]] }
  | { readonly adapters: readonly []; readonly whyNot: NotSupported };

export type CatalogueEntry = Reach & {
  readonly erpName: string;
  readonly direction: Sourced<Direction>;
  readonly rules: SourcedRules;
  readonly acceptFields: readonly SourcedAcceptField[];
  /** What must stand in the ERP or be agreed before the first export. */
  readonly prerequisites: readonly string[];
};
