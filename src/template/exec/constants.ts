import type { BoolNode, NilNode, NumberNode, StringNode } from '../syntax/ast.ts';
import { printNode } from '../syntax/print.ts';
import { isNillable } from '../value/types.ts';
import type { GoType } from '../value/types.ts';
import { INVALID, bool, complex, float, int, string, zeroOf } from '../value/value.ts';
import type { Value } from '../value/value.ts';
import type { Evaluator } from './evaluator.ts';

type ConstantNode = BoolNode | NilNode | NumberNode | StringNode;

/** A number without a required type: its spelling decides, as with Go's untyped constants. */
export function idealConstant(evaluator: Evaluator, node: NumberNode): Value {
  evaluator.at(node);
  if (node.complex !== undefined) return complex(node.complex);
  const hexInteger = /^0[xX]/.test(node.text) && !/[pP]/.test(node.text);
  if (node.float !== undefined && !hexInteger && !node.text.startsWith("'") && /[.eEpP]/.test(node.text)) {
    return float(node.float);
  }
  if (node.int !== undefined) return int(node.int);
  return evaluator.fail('number-overflow', `${node.text} overflows int`);
}

/** A constant as an argument of `type`. */
export function constantFor(evaluator: Evaluator, node: ConstantNode, type: GoType | undefined): Value {
  if (node.type === 'nil') {
    if (type === undefined || !isNillable(type)) {
      return evaluator.fail('argument-type', `cannot assign nil to ${type?.name ?? '<nil>'}`);
    }
    return type.kind === 'interface' ? INVALID : zeroOf(type);
  }
  switch (type?.kind) {
    case undefined:
    case 'interface':
    case 'any-value':
      return untyped(evaluator, node);
    case 'bool':
      return node.type === 'bool' ? bool(node.value) : expected(evaluator, 'bool', node);
    case 'string':
      return node.type === 'string' ? string(node.text, type) : expected(evaluator, 'string', node);
    case 'int':
      if (node.type !== 'number' || node.int === undefined) return expected(evaluator, 'integer', node);
      return int(node.int, type);
    case 'float':
      if (node.type !== 'number' || node.float === undefined) return expected(evaluator, 'float', node);
      return float(node.float);
    default:
      return evaluator.fail(
        'argument-type',
        `can't handle ${printNode(node)} for arg of type ${type?.name ?? ''}`,
      );
  }
}

function untyped(evaluator: Evaluator, node: Exclude<ConstantNode, NilNode>): Value {
  switch (node.type) {
    case 'bool':
      return bool(node.value);
    case 'number':
      return idealConstant(evaluator, node);
    case 'string':
      return string(node.text);
  }
}

function expected(evaluator: Evaluator, what: string, node: ConstantNode): never {
  return evaluator.fail('argument-type', `expected ${what}; found ${printNode(node)}`);
}
