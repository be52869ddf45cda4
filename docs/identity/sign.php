<?php
// Signs who a user is, for Global Chat. PHP 8 or newer; nothing to install.
//   GLOBALCHAT_WIDGET_ID=… GLOBALCHAT_IDENTITY_KEY=… php sign.php ID NAME EMAIL
declare(strict_types=1);

const TOKEN_LIFETIME_SECONDS = 600;

function base64url(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

function sign_identity(string $widgetId, string $key, array $user, ?int $now = null): string
{
    $now ??= time();
    $claims = [
        'aud' => "globalchat:$widgetId",
        'sub' => (string) $user['id'],
        'name' => $user['name'],
        'email' => $user['email'],
        'iat' => $now,
        'exp' => $now + TOKEN_LIFETIME_SECONDS,
    ];
    $parts = [['alg' => 'HS256', 'typ' => 'JWT'], $claims];
    $encode = fn (array $part): string => base64url(json_encode($part, JSON_THROW_ON_ERROR));
    $signed = implode('.', array_map($encode, $parts));
    return $signed . '.' . base64url(hash_hmac('sha256', $signed, $key, true));
}

if (PHP_SAPI === 'cli' && realpath($argv[0]) === __FILE__) {
    [, $id, $name, $email] = $argv;
    $at = getenv('SIGN_AT');
    echo sign_identity(
        getenv('GLOBALCHAT_WIDGET_ID'),
        getenv('GLOBALCHAT_IDENTITY_KEY'),
        compact('id', 'name', 'email'),
        $at ? (int) $at : null,
    ), "\n";
}
