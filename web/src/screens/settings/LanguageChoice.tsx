import { useObserved } from '../../api/observed';
import { languages, type Language, t } from '../../i18n';
import { type Choice, SelectField } from '../../parts/Field';
import { changeSettings, settings } from '../../shell/settings';

const choices: Choice[] = Object.entries(languages).map(([code, { name }]) => [code, name]);

export function LanguageChoice() {
  const { language } = useObserved(settings);
  return (
    <SelectField
      label={t('settings.language')}
      value={language}
      choices={choices}
      change={(code) => changeSettings({ language: code as Language })}
    />
  );
}
