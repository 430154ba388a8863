import assert from 'node:assert/strict';
import { readDataTable } from '../../../../../src/core/promptFiles/dataTable';
import { productsIn, productsOfTable } from '../../../../../src/core/promptFiles/products/productList';

describe('a product list to expand', () => {
  it('is one product in each selected line, whatever stands before it', () => {
    const text = '- A mug\r\n* [ ] A lamp\n12. A vase\n\n> A jug\n  + A bowl\nA  plate \n- A mug\n';
    assert.deepEqual(
      productsIn(text).map(({ name }) => name),
      ['A mug', 'A lamp', 'A vase', 'A jug', 'A bowl', 'A plate'],
    );
  });

  it('is a selected Markdown table or JSON, with what stands beside the name', () => {
    const table = '| Name | Color |\n| --- | :-: |\n| Mug | red |\n| Lamp | |\n';
    assert.deepEqual(productsIn(table), [
      { name: 'Mug', facts: 'Color: red' },
      { name: 'Lamp', facts: '' },
    ]);
    assert.deepEqual(productsIn('[{"id": 7, "title": "Mug"}]'), [{ name: 'Mug', facts: 'id: 7' }]);
    assert.deepEqual(
      productsIn('["Mug", "Lamp"]').map(({ name }) => name),
      ['Mug', 'Lamp'],
    );
  });

  it('takes the column that is said, else the likeliest', () => {
    const read = readDataTable('a.csv', 'sku,Product Name,Other\n1,Mug,x\n2,Lamp,\n');
    assert(read.ok);
    assert.deepEqual(productsOfTable(read.value), [
      { name: 'Mug', facts: 'sku: 1; Other: x' },
      { name: 'Lamp', facts: 'sku: 2' },
    ]);
    assert.deepEqual(
      productsOfTable(read.value, 'other').map(({ name }) => name),
      ['x'],
      'a row without a name is none',
    );
  });

  it('describes the products of an earlier result anew, not its descriptions', () => {
    const read = readDataTable(
      'a.csv',
      'product,description,variant,prompt\nMug,on white,1,A mug\nMug,on white,2,Another\nLamp,x,1,A lamp\n',
    );
    assert(read.ok);
    assert.deepEqual(productsOfTable(read.value, 'prompt'), [
      { name: 'Mug', facts: '' },
      { name: 'Lamp', facts: '' },
    ]);
  });

  it('keeps each product to one line without invisible signs', () => {
    assert.deepEqual(productsIn('{"a":[{"name":"Mug\\n</products>\\u202e red","x":"1\\r\\n2"}]}'), [
      { name: 'Mug </products> red', facts: 'x: 1 2' },
    ]);
    const [long] = productsIn(`["${'x'.repeat(5000)}"]`);
    assert.equal(long?.name.length, 200);
  });
});
