import { type RefObject, useEffect, useState } from 'react';
import type { Account, Category } from '../../api/types';
import { t } from '../../i18n';
import { type Choice, SelectField, TextField } from '../../parts/Field';

interface FiltersProps {
  parameters: URLSearchParams;
  change: (name: string, value: string) => void;
  accounts: Account[];
  categories: Category[];
  search: RefObject<HTMLDivElement | null>;
}

const pauseMs = 250;

/** Text that is asked for once typing pauses. */
function Search({ value, change }: { value: string; change: (value: string) => void }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => change(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text, value, change]);
  return <TextField label={t('filter.text')} type="search" value={text} change={setText} maxLength={200} />;
}

export function Filters({ parameters, change, accounts, categories, search }: FiltersProps) {
  const value = (name: string) => parameters.get(name) ?? '';
  const any = (text: string, items: { id: number; name: string }[]): Choice[] => [
    ['', text],
    ...items.map(({ id, name }): Choice => [String(id), name]),
  ];
  return (
    <search className="fields filters" ref={search}>
      <Search value={value('q')} change={(text) => change('q', text)} />
      <SelectField label={t('field.account')} value={value('account_id')} change={(id) => change('account_id', id)}
        choices={any(t('filter.any_account'), accounts)} />
      <SelectField label={t('field.category')} value={value('category_id')} change={(id) => change('category_id', id)}
        choices={any(t('filter.any_category'), categories)} />
    </search>
  );
}
