// Signs who a user is, for Global Chat. Go 1.18 or newer; nothing to install.
//
//	GLOBALCHAT_WIDGET_ID=… GLOBALCHAT_IDENTITY_KEY=… go run sign.go ID NAME EMAIL
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strconv"
	"time"
)

const tokenLifetimeSeconds = 600

type identityClaims struct {
	Audience string `json:"aud"`
	ID       string `json:"sub"`
	Name     string `json:"name,omitempty"`
	Email    string `json:"email,omitempty"`
	IssuedAt int64  `json:"iat"`
	Expires  int64  `json:"exp"`
}

func signIdentity(widgetID, key string, claims identityClaims, now int64) (string, error) {
	claims.Audience = "globalchat:" + widgetID
	claims.IssuedAt = now
	claims.Expires = now + tokenLifetimeSeconds
	body, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode(body)
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(signed))
	return signed + "." + encode(mac.Sum(nil)), nil
}

func main() {
	if len(os.Args) != 4 {
		log.Fatal("sign.go ID NAME EMAIL")
	}
	now := time.Now().Unix()
	if at, err := strconv.ParseInt(os.Getenv("SIGN_AT"), 10, 64); err == nil {
		now = at
	}
	user := identityClaims{ID: os.Args[1], Name: os.Args[2], Email: os.Args[3]}
	token, err := signIdentity(os.Getenv("GLOBALCHAT_WIDGET_ID"), os.Getenv("GLOBALCHAT_IDENTITY_KEY"), user, now)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(token)
}
