<?php
// Must-use plugin: the post type that a Dutch knowledge base has, shown in REST and with an archive of its own.

add_action('init', function () {
    register_post_type('publicatie', [
        'label' => 'Publicaties',
        'public' => true,
        'show_in_rest' => true,
        'has_archive' => 'publicaties',
        'rewrite' => ['slug' => 'publicaties'],
        'supports' => ['title', 'editor', 'excerpt'],
    ]);
});

// Smaller result pages, for those who ask (`?per=2`), and the number of results, as many sites show it.
add_action('pre_get_posts', function ($query) {
    if ($query->is_main_query() && $query->is_search() && isset($_GET['per'])) {
        $query->set('posts_per_page', max(1, (int) $_GET['per']));
    }
});
add_action('wp_footer', function () {
    if (is_search()) {
        echo '<p class="aantal">', (int) $GLOBALS['wp_query']->found_posts, ' resultaten</p>';
    }
});

// A site made in a test writes to nobody.
if (!function_exists('wp_mail')) {
    function wp_mail()
    {
        return true;
    }
}
