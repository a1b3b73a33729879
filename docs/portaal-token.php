<?php
/** Een token van 60 seconden voor wie met $bsn is ingelogd. $niveau is wat DigiD als betrouwbaarheidsniveau gaf. */
function mijnzaken_token(
    #[\SensitiveParameter]
    string $bsn, string $niveau): string
{
    $deel = fn (string $tekst): string => rtrim(strtr(base64_encode($tekst), '+/', '-_'), '=');
    $json = fn (array $waarden): string => $deel(json_encode($waarden, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES));
    $kid = getenv('MIJNZAKEN_KID');
    $sleutel = openssl_pkey_get_private('file://' . getenv('MIJNZAKEN_SLEUTEL'));
    $inhoud = [
        'iss' => 'portaal-waterdam', 'aud' => 'mijnzaken-bff', 'sub' => bin2hex(random_bytes(16)),
        'iat' => time(), 'exp' => time() + 60, 'acr' => $niveau, 'bsn' => $bsn,
    ];
    $token = $json(['alg' => 'RS256', 'typ' => 'JWT', 'kid' => $kid]) . '.' . $json($inhoud);
    $rsa = $sleutel && openssl_pkey_get_details($sleutel)['type'] === OPENSSL_KEYTYPE_RSA;
    if (!$kid || !$rsa || !openssl_sign($token, $handtekening, $sleutel, OPENSSL_ALGO_SHA256)) {
        throw new RuntimeException('MIJNZAKEN_KID en MIJNZAKEN_SLEUTEL wijzen geen bruikbare RSA-sleutel aan');
    }
    return $token . '.' . $deel($handtekening);
}
