import type { DataReason, ExpectedValue, PromptProblem } from '../../../core/promptFiles/problems';
import type { Words } from '../../../platform/words';
import { chain, listed, oneOf } from './lists';
import { modelProblemText } from './modelProblemText';
import { promptTaskLabel } from './taskText';

/** What is wrong, and what is taken instead: one or two whole sentences. */
export function problemText(problem: PromptProblem, words: Words): string {
  const { t, format } = words;
  const count = (value: number): string => format.number(value);
  switch (problem.kind) {
    case 'yamlSyntax':
      return problem.needsQuotes
        ? t('YAML cannot read this. Put the value in quotes: braces, # and : mean something to YAML.')
        : t('YAML cannot read this: {0}', problem.message);
    case 'yamlTooLong':
      return t(
        'The front matter has {0} characters and is not read; {1} are the most. Long lists belong in a CSV file.',
        count(problem.length),
        count(problem.maxLength),
      );
    case 'yamlTooDeep':
      return t('The front matter nests too deeply and is not read.');
    case 'yamlTooManyValues':
      return t('The front matter has more than {0} values; the others are left out.', count(problem.most));
    case 'yamlTag':
      return t('The YAML tag {0} is not taken. Write the plain value.', problem.tag);
    case 'duplicateKey':
      return t('{0} is here twice; the first one counts.', problem.key);
    case 'unclosedBrace':
      return t('This brace is never closed, so it is sent as it is. Write \\{ to mean a brace.');
    case 'badReference':
      return t(
        '{0} is no name of a variable, so it is sent as it is. Names have letters, digits, - and _.',
        `{{${problem.text}}}`,
      );
    case 'alternativesTooDeep':
      return t('Alternatives nest at most {0} deep; what is deeper is sent as it is.', count(problem.most));
    case 'fileTooLong':
      return t(
        'This file has {0} characters and is not read; {1} are the most.',
        count(problem.length),
        count(problem.maxLength),
      );
    case 'frontMatterOpen':
      return t('The front matter is never closed. End it with a line of three dashes.');
    case 'frontMatterNotMap':
      return t('The front matter takes fields, each as a line such as model: Stable Image Core.');
    case 'unknownField':
      return problem.near === undefined
        ? t('There is no field {0}; it is left out.', problem.field)
        : t('There is no field {0}; it is left out. Was {1} meant?', problem.field, problem.near);
    case 'forbiddenField':
      return t(
        'A prompt file cannot choose {0}. Account, region and places for data are set in your own settings.',
        problem.field,
      );
    case 'wrongType':
      return t('{0} takes {1}.', problem.field, expectedText(problem.expected, words));
    case 'notAChoice':
      return t('{0} takes {1}, not {2}.', problem.field, oneOf(problem.values, words), problem.value);
    case 'outOfRange':
      return t('{0} takes {1} to {2}.', problem.field, count(problem.min), count(problem.max));
    case 'listNotTaken':
      return t('{0} takes one value; the first one counts.', problem.field);
    case 'emptyField':
      return t('{0} has no value and is left out.', problem.field);
    case 'fieldSaidTwice':
      return problem.field === 'negative'
        ? t('The section Negative counts; this field is left out.')
        : problem.field === 'options.stylePreset'
          ? t('style says the same and counts; options.stylePreset is left out.')
          : t('{0} is said twice; one of them is left out.', problem.field);
    case 'fieldNotInTask':
      return t(
        '{0} means nothing for {1} and is left out.',
        problem.field,
        promptTaskLabel(problem.task, words),
      );
    case 'sectionNameNear':
      return t('{0} is a note and is not sent. Was the section {1} meant?', problem.name, problem.near);
    case 'unknownVariable':
      return problem.near === undefined
        ? t(
            'There is no variable {0}. Add it to variables, or give it a value here: {1}',
            problem.name,
            `{{${problem.name}|…}}`,
          )
        : t('There is no variable {0}. Was {1} meant?', problem.name, problem.near);
    case 'badVariableName':
      return t(
        '{0} cannot be the name of a variable. Names begin with a letter and have letters, digits, - and _.',
        problem.name,
      );
    case 'tooManyVariables':
      return t('A file takes {0} variables; those from here on are left out.', count(problem.most));
    case 'unusedVariable':
      return t('{0} stands nowhere in the prompt.', problem.name);
    case 'variableCycle':
      return t('The variable leads back to itself: {0}. It is sent as it is.', chain(problem.names));
    case 'noSuchMember':
      return problem.members.length === 0
        ? t('{0} has no columns. Write {1}.', problem.name, `{{${problem.name}}}`)
        : t(
            '{0} has no column {1}. It has {2}.',
            problem.name,
            problem.member,
            listed(problem.members, words),
          );
    case 'unknownPartial':
      return t('There is no partial {0}. Partials are files such as .easel/partials/{0}.md.', problem.name);
    case 'partialCycle':
      return t('The partial leads back to itself: {0}. It is left out.', chain(problem.names));
    case 'expansionTooLong':
      return t(
        'With all it puts in, this text would have {0} characters; {1} are the most.',
        count(problem.length),
        count(problem.maxLength),
      );
    case 'outsideFolder':
      return t(
        '{0} is outside of this workspace folder. Prompt files read only files within it.',
        problem.path,
      );
    case 'fileMissing':
      return t('{0} cannot be read in this workspace folder.', problem.path);
    case 'fileUnreadable':
      return problem.line === undefined
        ? t('{0}: {1}', problem.path, dataReason(problem.reason, words))
        : t('{0}, line {1}: {2}', problem.path, count(problem.line), dataReason(problem.reason, words));
    case 'tooManyCombinations':
      return problem.isExact
        ? t(
            'This file makes {0} combinations; {1} are the most (easel.prompts.maxCombinations). Take fewer values.',
            count(problem.count),
            count(problem.most),
          )
        : t(
            'This file makes more than {0} combinations; {1} are the most (easel.prompts.maxCombinations). Take fewer values.',
            count(problem.count),
            count(problem.most),
          );
    case 'unknownAxis':
      return problem.axes.length === 0
        ? t('Nothing in this file is called {0} and has several values.', problem.name)
        : t(
            'Nothing in this file is called {0}. What has several values: {1}.',
            problem.name,
            listed(problem.axes, words),
          );
    case 'axisTwice':
      return t('{0} already goes along another axis.', problem.name);
    default:
      return modelProblemText(problem, words);
  }
}

function expectedText(expected: ExpectedValue, { t }: Words): string {
  switch (expected) {
    case 'words':
      return t('words');
    case 'number':
      return t('a number');
    case 'wholeNumber':
      return t('a whole number');
    case 'boolean':
      return t('true or false');
    case 'map':
      return t('fields of its own, one per line and indented');
    case 'size':
      return t('pixels such as 1024x1024, or a ratio such as 16:9');
    case 'seed':
      return t('a whole number, a range such as 1..4, or random');
    case 'color':
      return t('a color in quotes, such as "#1f6feb"');
    case 'sha256':
      return t('the SHA-256 of an image: 64 digits and letters from a to f');
    case 'path':
      return t('the path of a file in this workspace folder');
    case 'list':
      return t('a list');
    case 'axis':
      return t('the name of what varies, or a map with replace and with');
  }
}

function dataReason(reason: DataReason, { t }: Words): string {
  switch (reason) {
    case 'syntax':
      return t('this cannot be read.');
    case 'tooLong':
      return t('the file is too long.');
    case 'notRows':
      return t('the file takes a list of values, or a list of rows with the same fields.');
    case 'unknownType':
      return t('values come from CSV, TSV, JSON, YAML or text files.');
    case 'noSuchColumn':
      return t('there is no such column.');
    case 'empty':
      return t('there are no rows.');
    case 'tooManyRows':
      return t('there are too many rows.');
  }
}
