import { patternProblem, widerScopes } from './scopeChoice.ts';
import { ChipField } from '#renderer/ui/ChipField.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';

interface ScopeFieldProps {
  readonly host: string;
  readonly port: number;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
}

/** The hosts a decision is for: exactly what was asked, unless made wider by a link or by typing. */
export function ScopeField({ host, port, values, onChange }: ScopeFieldProps) {
  const wider = widerScopes(host, port);
  return (
    <ChipField
      label="Trust it for"
      values={values}
      onChange={onChange}
      placeholder="host, *.domain, address/mask, host:port"
      validate={patternProblem}
      help={
        <>
          It starts as exactly what you asked.{' '}
          {wider.map((choice, index) => (
            <span key={choice.words}>
              {index === 0 ? '' : ' or '}
              <LinkButton
                onPress={() => {
                  onChange(choice.scope);
                }}
              >
                {choice.words}
              </LinkButton>
            </span>
          ))}{' '}
          would be wider.
        </>
      }
    />
  );
}
