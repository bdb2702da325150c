/** The catalogue of ERPs: what each accepts, and how certain that is. A company's own rules are merged over it. */
import type { CatalogueEntry } from './catalogue/entry';
import { cloud } from './catalogue/cloud';
import { intuit } from './catalogue/intuit';
import { property } from './catalogue/property';
import { sage } from './catalogue/sage';
import { trimble } from './catalogue/trimble';

const rows = { ...sage, ...trimble, ...intuit, ...cloud, ...property };

export type ErpId = keyof typeof rows;
export const catalogue: Readonly<Record<ErpId, CatalogueEntry>> = rows;

const isErpId = (id: string): id is ErpId => Object.hasOwn(rows, id);
export const erpIds: readonly ErpId[] = Object.keys(rows).filter(isErpId).sort();
