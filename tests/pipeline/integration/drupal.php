<?php
/* What Drupal gives to the module, as far as the module asks for it: the attributes of a block as JSON from standard input, what
   the block builds as JSON to standard output. The argument is the module's folder. */

namespace Drupal\Core\Block {
    abstract class BlockBase {
        public function __construct(protected array $configuration) {
            $this->configuration += $this->defaultConfiguration();
        }
    }
}

namespace {
    require $argv[1] . '/src/Plugin/Block/WidgetBlock.php';

    $attributes = json_decode(stream_get_contents(STDIN), true);
    $widget = is_string($attributes['widget'] ?? '') ? $attributes['widget'] ?? 'budget' : '';
    $fallback = ['value' => '<p>fallback</p>', 'format' => 'basic_html'];
    $block = new \Drupal\daylight\Plugin\Block\WidgetBlock(compact('widget', 'attributes', 'fallback'));
    echo json_encode($block->build(), JSON_THROW_ON_ERROR);
}
